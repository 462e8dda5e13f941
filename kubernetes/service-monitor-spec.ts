// The monitor of one part: its job label is the name of its Service.
import { labels, selectorLabels } from "./labels";
import type { ServiceMonitorSpec } from "./prometheus-operator-types";

/** The instance is `namespace/pod`, which survives a pod's new address. */
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
