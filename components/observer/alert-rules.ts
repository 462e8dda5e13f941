// The observer's alerts on its own parts and on clusters that remote-write, and the metric that lists the clusters.
import type * as pulumi from "@pulumi/pulumi";
import type { AlertGroup } from "../../kubernetes/alerts/alert";
import { Alerts } from "../cluster-metrics/alert-rules";
import { writerAlerts } from "../receive/alerts";
import type { ObserverArgs } from "./args";
import { observerAlertContext } from "./alert-context";
import { memberRules } from "./member-metric";
import { calledByTlsQueriers } from "./tls-queriers";

/** Creates the rules that Prometheus evaluates. */
export function fleetAlerts(
  name: string,
  args: ObserverArgs,
  opts: pulumi.ComponentResourceOptions,
): Alerts {
  const connected = args.observees.filter(({ contract }) => contract !== undefined);
  const context = observerAlertContext(
    args,
    [args.cluster, ...connected.map((observee) => observee.name)],
    calledByTlsQueriers(args).map((observee) => observee.name),
  );
  const writers = connected.filter(({ contract }) => contract?.writerCa !== undefined);
  const groups: readonly AlertGroup[] = [
    {
      name: "members",
      rules: memberRules([args.cluster, ...args.observees.map((observee) => observee.name)]),
    },
    {
      name: "writers",
      rules: writerAlerts(
        context,
        writers.map((observee) => observee.name),
      ),
    },
  ];
  return new Alerts(name, { context, more: groups.filter(({ rules }) => rules.length > 0) }, opts);
}
