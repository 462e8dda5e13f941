// Peers and ports of NetworkPolicies, which match addresses and labels but no DNS names.
import type * as k8s from "@pulumi/kubernetes";

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type PolicyPort = k8s.types.input.networking.v1.NetworkPolicyPort;

/** Peers outside the namespace. Without `peers` any address matches, without `ports` any port. */
export interface PeerRule {
  readonly peers?: readonly Peer[];
  readonly ports?: readonly PolicyPort[];
}

export const tcp = (port: number): PolicyPort => ({ protocol: "TCP", port });
export const udp = (port: number): PolicyPort => ({ protocol: "UDP", port });

/** Kubernetes sets this label on every namespace and protects it from changes. */
export const inNamespace = (
  namespace: string,
  podLabels: Readonly<Record<string, string>> = {},
): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: Object.keys(podLabels).length === 0 ? undefined : { matchLabels: { ...podLabels } },
});

export const inRange = (cidr: string): Peer => ({ ipBlock: { cidr } });

/** Any peer on some ports. An `ipBlock` of all addresses excludes pods and nodes with some network plugins. */
export const anywhere = (...ports: readonly number[]): PeerRule => ({
  ports: [...new Set(ports)].sort((a, b) => a - b).map(tcp),
});

/** Peers whose ports are unknown. */
export const anyPortOf = (...peers: readonly Peer[]): PeerRule => ({
  peers,
  ports: [{ protocol: "TCP" }],
});

const SERVICE = /\.([a-z0-9-]+)\.svc(?:\.cluster\.local\.?)?$/;

const split = (address: string): string[] => address.replace(/^dns(srv|srvnoa)?\+/, "").split(":");

/** Namespace of a Service from its address; undefined for other addresses. */
export const serviceNamespace = (address: string): string | undefined =>
  SERVICE.exec(split(address)[0] ?? "")?.[1];

/**
 * Rule for `host`, `host:port` or a name with Thanos' DNS prefix. For a Service in the cluster the namespace is known
 * but not the port: policies match the port of its pods.
 */
export function peerFor(address: string, defaultPort: number): PeerRule {
  const namespace = serviceNamespace(address);
  const [, port] = split(address);
  return namespace === undefined
    ? anywhere(port === undefined ? defaultPort : Number(port))
    : anyPortOf(inNamespace(namespace));
}
