// The observer's alerts on its own parts and on every configured cluster, and the metric that lists those clusters.
import type * as pulumi from "@pulumi/pulumi";
import type { AlertGroup } from "../../kubernetes/alerts/alert";
import { missingConnections, missingSamples } from "./alerts";
import { writers as writerAlerts } from "../receive/alerts";
import type { ObserverArgs } from "./args";
import { observerAlertContext } from "./alert-context";
import { memberRules } from "./member-metric";
import type { RuleGroup } from "../ruler/spec";
import { Alerts } from "../cluster-metrics/alert-rules";

/** Whether the observee remote-writes to Receive; false as long as it has no contract, though it may do so later. */
const remoteWrites = ({ contract }: ObserverArgs["observees"][number]): boolean =>
  contract?.writerCa !== undefined;

const alertPlace = ({ cluster, namespace, alerts }: ObserverArgs) => ({
  cluster,
  namespace,
  ...alerts,
});

const calledObservees = ({ observees }: ObserverArgs): string[] =>
  observees.filter((observee) => !remoteWrites(observee)).map(({ name }) => name);

/** Groups that the Ruler evaluates in addition to those of the configuration. */
export const fleetGroups = (args: ObserverArgs): RuleGroup[] => {
  const names = calledObservees(args);
  return names.length === 0 ? [] : [missingSamples(alertPlace(args), names)];
};

/** Creates the rules that Prometheus evaluates. */
export function fleetAlerts(
  name: string,
  args: ObserverArgs,
  opts: pulumi.ComponentResourceOptions,
): Alerts {
  const place = alertPlace(args);
  const connected = args.observees.filter(({ contract }) => contract !== undefined);
  const groups: readonly AlertGroup[] = [
    {
      name: "members",
      rules: memberRules([args.cluster, ...args.observees.map((observee) => observee.name)]),
    },
    {
      name: "writers",
      rules: writerAlerts(
        place,
        connected.filter(remoteWrites).map((o) => o.name),
      ),
    },
    {
      name: "observees",
      rules: args.ruler === undefined ? missingConnections(place, calledObservees(args)) : [],
    },
  ];
  const clusters = [args.cluster, ...connected.map((observee) => observee.name)];
  return new Alerts(
    name,
    {
      context: observerAlertContext(args, clusters),
      more: groups.filter(({ rules }) => rules.length > 0),
    },
    opts,
  );
}
