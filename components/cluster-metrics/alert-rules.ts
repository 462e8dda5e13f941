// Creates a PrometheusRule for each group of a cluster's alerts. Other components create further ones of their own.
import * as pulumi from "@pulumi/pulumi";
import type { AlertGroup } from "../../kubernetes/alerts/alert";
import { alertGroups } from "./alert-groups";
import type { AlertContext } from "./alert-context";
import { alertsName } from "../../kubernetes/names";
import { childOptions } from "../../kubernetes/resource-options";
import { prometheusRule } from "../../kubernetes/alerts/component";

export interface AlertsArgs {
  readonly context: AlertContext;
  /** Groups besides those of the parts. */
  readonly more?: readonly AlertGroup[];
}

export class Alerts extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:fleet:Alerts";

  constructor(name: string, args: AlertsArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Alerts.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { context, more = [] } = args;
    for (const group of [...alertGroups(context), ...more]) {
      prometheusRule(
        `${name}-${group.name}`,
        {
          object: alertsName(group.name),
          namespace: context.namespace,
          spec: { groups: [{ ...group, name: alertsName(group.name) }] },
        },
        child,
      );
    }
    this.registerOutputs({});
  }
}
