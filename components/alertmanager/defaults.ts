// Default route for the dead man's switch, which notifies nobody, and default inhibition of alerts of the same cause.
import type { AlertmanagerConfig } from "./config";
import { NOBODY, type Route } from "./routes-config";

/** Route of the dead man's switch. It comes after the configured routes, so that they take precedence. */
export const DEAD_MANS_SWITCH_ROUTE: Route = { receiver: NOBODY, matchers: ['severity="none"'] };

/**
 * Two alerts with equal values of these labels are about the same thing; a label that both lack counts as equal. The
 * last two distinguish volumes and disks in alerts of the Kubernetes charts; this program's alerts have neither.
 */
const SAME_THING = [
  ...["alertname", "cluster", "namespace", "job", "instance"],
  ...["persistentvolumeclaim", "device"],
];

/**
 * Inhibition rules in addition to the configured ones.
 * https://prometheus.io/docs/alerting/latest/configuration/#inhibition-related-settings
 */
export const INHIBITIONS: AlertmanagerConfig["inhibitRules"] = [
  {
    sourceMatchers: ['severity="critical"'],
    targetMatchers: ['severity=~"warning|info"'],
    equal: SAME_THING,
  },
  {
    sourceMatchers: ["alertname=ThanosFleetCertificateEndsVerySoon"],
    targetMatchers: ["alertname=ThanosFleetCertificateEndsSoon"],
    equal: ["cluster", "certificate"],
  },
  // A part that is down is also slow, behind, and without its object store.
  {
    sourceMatchers: ["alertname=ThanosFleetPartDown"],
    targetMatchers: ["alertname=~ThanosFleet.+", 'severity="warning"'],
    equal: ["cluster", "job"],
  },
  // kube-prometheus-stack fires InfoInhibitor while a namespace has info alerts but no worse ones.
  {
    sourceMatchers: ["alertname=InfoInhibitor"],
    targetMatchers: ["severity=info"],
    equal: ["cluster", "namespace"],
  },
];
