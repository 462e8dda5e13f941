// Derives from an observee's settings what its NetworkPolicies allow: the parts that run, the optional flows, and the
// peers outside.
import { hasLeaf, isTerminating, type ExposureConfig } from "../../edge/config";
import type { ObserveeSettings } from "../../../config/observee";
import type { Condition } from "../flows";
import type { Part } from "../parties";
import type { Network } from "../spec";
import { anywhere } from "../peers";
import { controllersOfEdge } from "./controllers";
import { sharedNetwork, when } from "./shared";

/** Condition of the flows through the edge; undefined if nobody connects to it. */
const edgeCondition = (edge: ExposureConfig): Condition | undefined => {
  if (edge.kind === "remoteWrite") {
    return undefined;
  }
  if (!isTerminating(edge)) {
    return "passThrough";
  }
  return hasLeaf(edge) ? "controller" : "controllerToSidecar";
};

/** Lowest unprivileged port; some implementations map privileged ports to others. */
const FIRST_UNPRIVILEGED = 1024;
/** Offsets of mapped ports: Envoy Gateway's, and that of kgateway before 2.1. */
const OFFSETS = [10_000, 8000] as const;

/** Ports of the created Gateway's proxies; most listen on the Gateway's own port. */
const listenerPorts = (port: number): readonly number[] =>
  port < FIRST_UNPRIVILEGED ? [port, ...OFFSETS.map((by) => port + by)] : [port];

/** Whether the Gateway, and so its proxies, are in this namespace; an existing one has its proxies elsewhere. */
const createsGateway = (edge: ExposureConfig): boolean =>
  edge.kind === "gateway" && edge.existing === undefined;

/** Peers of an edge that terminates TLS: its controller, and the clients of a Gateway created here. */
function edgePeers({ exposure, networkPolicies }: ObserveeSettings): Network["outside"] {
  if (!isTerminating(exposure)) {
    return {};
  }
  return {
    controller: controllersOfEdge(networkPolicies, exposure),
    gatewayClients: createsGateway(exposure)
      ? [anywhere(...listenerPorts(exposure.port))]
      : undefined,
  };
}

/** `hasEdge`: whether the observer lists this cluster; otherwise no edge is created. */
export function observeeNetwork(config: ObserveeSettings, hasEdge: boolean): Network {
  const shared = sharedNetwork(config);
  const { exposure, serverCertificate } = config;
  const condition = hasEdge ? edgeCondition(exposure) : undefined;
  const parts: readonly Part[] = [
    ...when<Part>(condition === "passThrough" || condition === "controller", "leafQuery"),
    ...when<Part>(hasEdge && createsGateway(exposure), "gatewayProxy"),
    // The issuer of any other Secret may be cert-manager.
    ...when<Part>(serverCertificate.issuer !== "self", "acmeSolver"),
  ];
  return {
    ...shared,
    parts: new Set([...shared.parts, ...parts]),
    conditions: new Set([...shared.conditions, ...(condition === undefined ? [] : [condition])]),
    outside: { ...shared.outside, ...edgePeers(config) },
  };
}
