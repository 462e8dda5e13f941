// Envoy Gateway's own timeout policy, since a GRPCRoute has no field for timeouts.
// https://gateway.envoyproxy.io/latest/tasks/traffic/grpc-timeouts/
import { NAMES } from "../../../kubernetes/names";
import { seconds, TIMEOUTS } from "../../../kubernetes/query-timeouts";
import { edgeMetadata } from "../backend";
import { GATEWAY_GROUP } from "./spec";

/** `spec.controllerName` of its GatewayClasses. */
export const ENVOY_GATEWAY = "gateway.envoyproxy.io/gatewayclass-controller";

/** By default Envoy ends every response after 15 s, active streams included; here it ends only idle streams. */
export const streamTimeouts = (namespace: string) => ({
  apiVersion: "gateway.envoyproxy.io/v1alpha1",
  kind: "BackendTrafficPolicy",
  metadata: edgeMetadata(namespace),
  spec: {
    targetRefs: [{ group: GATEWAY_GROUP, kind: "GRPCRoute", name: NAMES.edge }],
    timeout: { http: { requestTimeout: "0s", streamIdleTimeout: seconds(TIMEOUTS.edge) } },
  },
});
