// Parts, conditions and peers of an observee's network.
import { hasLeaf, isTerminating, type ExposureConfig } from "../../edge/config";
import type { ObserveeSettings } from "../../../config/observee";
import type { Condition } from "../flows";
import type { Part } from "../parties";
import type { Network } from "../spec";
import { anywhere } from "../peers";
import { controllersOfEdge } from "./controllers";
import { sharedNetwork, when } from "./shared";

/** Condition that the edge fulfils. */
const conditionOf = (edge: ExposureConfig): Condition | undefined => {
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

/** An existing Gateway has its proxies elsewhere. */
const hasOwnGateway = (edge: ExposureConfig): boolean =>
  edge.kind === "gateway" && edge.existing === undefined;

/** Clients of the edge, and the controller or proxies that implement it. */
function terminatingOutside({ exposure, networkPolicies }: ObserveeSettings): Network["outside"] {
  if (!isTerminating(exposure)) {
    return {};
  }
  return {
    controller: controllersOfEdge(networkPolicies, exposure),
    diallers: hasOwnGateway(exposure) ? [anywhere(...listenerPorts(exposure.port))] : undefined,
  };
}

/** `open`: whether the observer lists this cluster; otherwise there is no edge. */
export function observeeNetwork(config: ObserveeSettings, open: boolean): Network {
  const shared = sharedNetwork(config);
  const { exposure, serverCertificate } = config;
  const condition = open ? conditionOf(exposure) : undefined;
  const parts: readonly Part[] = [
    ...when<Part>(condition === "passThrough" || condition === "controller", "leafQuery"),
    ...when<Part>(open && hasOwnGateway(exposure), "gatewayProxy"),
    // The issuer of any other Secret may be cert-manager.
    ...when<Part>(serverCertificate.issuer !== "self", "acmeSolver"),
  ];
  return {
    ...shared,
    parts: new Set([...shared.parts, ...parts]),
    conditions: new Set([...shared.conditions, ...(condition === undefined ? [] : [condition])]),
    outside: { ...shared.outside, ...terminatingOutside(config) },
  };
}
