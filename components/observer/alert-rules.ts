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
const pushes = ({ contract }: ObserverArgs["observees"][number]): boolean =>
  contract?.writerCa !== undefined;

const placeOf = ({ cluster, namespace, alerts }: ObserverArgs) => ({
  cluster,
  namespace,
  ...alerts,
});

const expected = ({ observees }: ObserverArgs): string[] =>
  observees.filter((observee) => !pushes(observee)).map(({ name }) => name);

/** Groups that the Ruler evaluates in addition to those of the configuration. */
export const fleetGroups = (args: ObserverArgs): RuleGroup[] => {
  const names = expected(args);
  return names.length === 0 ? [] : [missingSamples(placeOf(args), names)];
};

/** Creates the rules that Prometheus evaluates. */
export function fleetAlerts(
  name: string,
  args: ObserverArgs,
  opts: pulumi.ComponentResourceOptions,
): Alerts {
  const place = placeOf(args);
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
        connected.filter(pushes).map((o) => o.name),
      ),
    },
    {
      name: "observees",
      rules: args.ruler === undefined ? missingConnections(place, expected(args)) : [],
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
