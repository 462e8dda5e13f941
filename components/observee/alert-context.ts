// Input of an observee's alerts: the parts that its configuration deploys.
import type { ObserveeSettings } from "../../config/observee";
import {
  clusterAlertContext,
  watchedPart,
  type AlertContext,
} from "../cluster-metrics/alert-context";

/** `hasEdge`: whether the observer reaches it by its edge, which it does not if it remote-writes or is unknown. */
export function observeeAlertContext(config: ObserveeSettings, hasEdge: boolean): AlertContext {
  const common = clusterAlertContext(config);
  return {
    ...common,
    alertsSent: common.alertsSent || config.alerting !== undefined,
    remoteWrites: config.exposure.kind === "remoteWrite",
    parts: [
      ...common.parts,
      ...(hasEdge ? [watchedPart({ part: "leafQuery", replicas: config.leafQuery.replicas })] : []),
    ],
  };
}
