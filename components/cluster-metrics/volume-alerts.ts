// Alerts on the volumes of our pods, including those of an object store in the cluster.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import type { AlertContext } from "./alert-context";

/** Ratio of a volume that should stay free. */
const FREE = "0.1";

/** From the kubelets, which our Prometheus scrapes; an external one may use another job label. */
export const volumeAlerts = (context: AlertContext): AlertRule[] => {
  const disk = (what: string) =>
    `kubelet_volume_stats_${what}_bytes{job="kubelet",namespace="${context.namespace}"}`;
  const smallest = (what: string) => `min by (persistentvolumeclaim) (${disk(what)})`;
  return context.ownPrometheus
    ? [
        alertRule(context, {
          alert: "ThanosFleetVolumeFull",
          expr: `${smallest("available")} / ${smallest("capacity")} < ${FREE}`,
          for: "15m",
          severity: "critical",
          summary: `The volume {{ $labels.persistentvolumeclaim }} in ${context.cluster} is nearly full.`,
          description: "Less than a tenth is free. Its pod stops when it is full.",
        }),
      ]
    : [];
};
