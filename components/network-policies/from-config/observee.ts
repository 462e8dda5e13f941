// An observee's part of the network.
import { hasLeaf, isTerminating, type ExposureConfig } from "../../edge/config";
import type { ObserveeSettings } from "../../../config/observee";
import type { Condition } from "../flows";
import type { Part } from "../parties";
import type { Network } from "../spec";
import { anywhere } from "../peers";
import { controllersOfEdge } from "./controllers";
import { sharedNetwork, when } from "./shared";

/** What the edge opens. */
const doorOf = (edge: ExposureConfig): Condition | undefined => {
  if (edge.kind === "remoteWrite") {
    return undefined;
  }
  if (!isTerminating(edge)) {
    return "passThrough";
  }
  return hasLeaf(edge) ? "controller" : "controllerToSidecar";
};

/** Below this number a port is a privileged one, which some implementations move. */
const FIRST_FREE = 1024;
/** By how much: Envoy Gateway, and kgateway before 2.1. */
const MOVED = [10_000, 8000] as const;

/** Ports of a Gateway's own proxies. Most listen where the Gateway does. */
const listenerPorts = (port: number): readonly number[] =>
  port < FIRST_FREE ? [port, ...MOVED.map((by) => port + by)] : [port];

/** Of one that is there the proxies are elsewhere. */
const hasOwnGateway = (edge: ExposureConfig): boolean =>
  edge.kind === "gateway" && edge.existing === undefined;

/** Who calls the edge, and what it is made of, where a controller makes it. */
function terminatingOutside({ exposure, networkPolicies }: ObserveeSettings): Network["outside"] {
  if (!isTerminating(exposure)) {
    return {};
  }
  return {
    controller: controllersOfEdge(networkPolicies, exposure),
    diallers: hasOwnGateway(exposure) ? [anywhere(...listenerPorts(exposure.port))] : undefined,
  };
}

/** `open` tells whether the observer knows this cluster: there is no edge otherwise. */
export function observeeNetwork(config: ObserveeSettings, open: boolean): Network {
  const shared = sharedNetwork(config);
  const { exposure, serverCertificate } = config;
  const door = open ? doorOf(exposure) : undefined;
  const parts: readonly Part[] = [
    ...when<Part>(door === "passThrough" || door === "controller", "leafQuery"),
    ...when<Part>(open && hasOwnGateway(exposure), "gatewayProxy"),
    // Of whoever else makes the certificate's Secret, cert-manager may be one.
    ...when<Part>(serverCertificate.issuer !== "self", "acmeSolver"),
  ];
  return {
    ...shared,
    parts: new Set([...shared.parts, ...parts]),
    conditions: new Set([...shared.conditions, ...(door === undefined ? [] : [door])]),
    outside: { ...shared.outside, ...terminatingOutside(config) },
  };
}
