// Input of an observee's alerts: the parts that its configuration deploys.
import type { ObserveeSettings } from "../../config/observee";
import {
  clusterAlertContext,
  watchedPart,
  type AlertContext,
} from "../cluster-metrics/alert-context";

/**
 * The context. `hasLeafQuery` is whether a leaf Query is deployed: not if the cluster remote-writes, if the sidecar is
 * the backend of its edge, or if the observer does not list it.
 */
export function observeeAlertContext(
  config: ObserveeSettings,
  hasLeafQuery: boolean,
): AlertContext {
  const common = clusterAlertContext(config);
  return {
    ...common,
    alertsSent: common.alertsSent || config.alerting !== undefined,
    remoteWrites: config.exposure.kind === "remoteWrite",
    parts: [
      ...common.parts,
      ...(hasLeafQuery
        ? [watchedPart({ part: "leafQuery", replicas: config.leafQuery.replicas })]
        : []),
    ],
  };
}
