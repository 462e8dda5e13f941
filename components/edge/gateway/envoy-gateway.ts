// Envoy Gateway's own timeout policy, since a GRPCRoute has no field for timeouts.
// https://gateway.envoyproxy.io/latest/tasks/traffic/grpc-timeouts/
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import { seconds, TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { GATEWAY_GROUP } from "./types";

export const ENVOY_GATEWAY = "gateway.envoyproxy.io/gatewayclass-controller";

export interface BackendTrafficPolicySpec {
  readonly targetRefs: readonly {
    readonly group: string;
    readonly kind: "GRPCRoute";
    readonly name: string;
  }[];
  readonly timeout: {
    readonly http: { readonly requestTimeout: "0s"; readonly streamIdleTimeout: string };
  };
}

/** By default Envoy ends every response after 15 s, active streams included; here it ends only idle streams. */
export const streamTimeouts = (namespace: string) => {
  const spec: BackendTrafficPolicySpec = {
    targetRefs: [{ group: GATEWAY_GROUP, kind: "GRPCRoute", name: NAMES.edge }],
    timeout: { http: { requestTimeout: "0s", streamIdleTimeout: seconds(TIMEOUTS.edge) } },
  };
  return {
    apiVersion: "gateway.envoyproxy.io/v1alpha1",
    kind: "BackendTrafficPolicy",
    metadata: { name: NAMES.edge, namespace, labels: labels(NAMES.edge, "edge") },
    spec,
  };
};
