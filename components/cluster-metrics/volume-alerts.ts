// Alerts on the disks of our pods, an object store of the cluster's own among them.
import { alertRule, type AlertRule } from "../../kubernetes/alerts/alert";
import type { AlertContext } from "./alert-context";

/** Share of a disk that should stay free. */
const FREE = "0.1";

/** By the kubelets, which our Prometheus scrapes; another one may do so under another name. */
export const volumes = (of: AlertContext): AlertRule[] => {
  const disk = (what: string) =>
    `kubelet_volume_stats_${what}_bytes{job="kubelet",namespace="${of.namespace}"}`;
  const smallest = (what: string) => `min by (persistentvolumeclaim) (${disk(what)})`;
  return of.ownPrometheus
    ? [
        alertRule(of, {
          alert: "ThanosFleetVolumeFull",
          expr: `${smallest("available")} / ${smallest("capacity")} < ${FREE}`,
          for: "15m",
          severity: "critical",
          summary: `The volume {{ $labels.persistentvolumeclaim }} in ${of.cluster} is nearly full.`,
          description: "Less than a tenth is free. Its pod stops when it is full.",
        }),
      ]
    : [];
};
