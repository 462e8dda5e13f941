// What Alertmanager does without being told to: the dead man's switch wakes nobody, and a smaller fault is not told of
// beside the greater one that it comes from.
import { NOBODY, type Route, type Routing } from "./types";

/** Behind all routes of the configuration: one of those that takes it has the first word. */
export const SILENT: Route = { receiver: NOBODY, matchers: ['severity="none"'] };

/**
 * Labels by which two alerts of one name are about one thing. What both lack is alike: the charts of Kubernetes tell
 * volumes and disks apart by the last two, our own alerts have none of them.
 */
const SAME_THING = [
  ...["alertname", "cluster", "namespace", "job", "instance"],
  ...["persistentvolumeclaim", "device"],
];

export const INHIBITIONS: Routing["inhibitRules"] = [
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
  // A part that is away is also slow, behind, and without its object store.
  {
    sourceMatchers: ["alertname=ThanosFleetPartDown"],
    targetMatchers: ["alertname=~ThanosFleet.+", 'severity="warning"'],
    equal: ["cluster", "job"],
  },
  // kube-prometheus-stack has it fire while what is only worth knowing has nothing worse beside it.
  {
    sourceMatchers: ["alertname=InfoInhibitor"],
    targetMatchers: ["severity=info"],
    equal: ["cluster", "namespace"],
  },
];
