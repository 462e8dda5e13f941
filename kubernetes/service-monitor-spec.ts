// Builds a ServiceMonitor for one part, whose job label is the name of its Service.
import { labels, selectorLabels } from "./labels";
import type { ServiceMonitorSpec } from "./prometheus-operator-types";

/** The instance label is `namespace/pod`, which stays the same when the pod's address changes. */
export const serviceMonitorSpec = (
  service: string,
  port: string,
  interval: string,
): ServiceMonitorSpec => ({
  selector: { matchLabels: selectorLabels(service) },
  endpoints: [
    {
      port,
      interval,
      relabelings: [
        {
          sourceLabels: ["namespace", "pod"],
          separator: "/",
          targetLabel: "instance",
        },
      ],
    },
  ],
});

export const serviceMonitorMetadata = (service: string, namespace: string, component: string) => ({
  name: service,
  namespace,
  labels: labels(service, component),
});
