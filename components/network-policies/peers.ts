// Where somebody outside is, as far as a NetworkPolicy can say it: it knows addresses and ports, but no DNS names.
import type * as k8s from "@pulumi/kubernetes";

type Peer = k8s.types.input.networking.v1.NetworkPolicyPeer;
type PolicyPort = k8s.types.input.networking.v1.NetworkPolicyPort;

/** Some of those outside. Without peers they may be anywhere, without ports at any port. */
export interface PeerRule {
  readonly peers?: readonly Peer[];
  readonly ports?: readonly PolicyPort[];
}

export const tcp = (port: number): PolicyPort => ({ protocol: "TCP", port });
export const udp = (port: number): PolicyPort => ({ protocol: "UDP", port });

/** Every namespace has this label, and nobody can change it. */
export const inNamespace = (
  namespace: string,
  podLabels: Readonly<Record<string, string>> = {},
): Peer => ({
  namespaceSelector: { matchLabels: { "kubernetes.io/metadata.name": namespace } },
  podSelector: Object.keys(podLabels).length === 0 ? undefined : { matchLabels: { ...podLabels } },
});

export const inRange = (cidr: string): Peer => ({ ipBlock: { cidr } });

/** Anywhere, at some ports: an `ipBlock` of all addresses would leave out pods and nodes with some network plugins. */
export const anywhere = (...ports: readonly number[]): PeerRule => ({
  ports: [...new Set(ports)].sort((a, b) => a - b).map(tcp),
});

/** Of some pods or addresses whose ports nobody knows here. */
export const anyPortOf = (...peers: readonly Peer[]): PeerRule => ({
  peers,
  ports: [{ protocol: "TCP" }],
});

const SERVICE = /\.([a-z0-9-]+)\.svc(?:\.cluster\.local\.?)?$/;

const split = (address: string): string[] => address.replace(/^dns(srv|srvnoa)?\+/, "").split(":");

/** The namespace of a Service by its address; none of any other address. */
export const serviceNamespace = (address: string): string | undefined =>
  SERVICE.exec(split(address)[0] ?? "")?.[1];

/**
 * The place behind an address: `host`, `host:port` or a name that Thanos resolves. Of a Service in the cluster the
 * namespace is known, but not the port: policies look at that of the pods behind it.
 */
export function peerFor(address: string, defaultPort: number): PeerRule {
  const namespace = serviceNamespace(address);
  const [, port] = split(address);
  return namespace === undefined
    ? anywhere(port === undefined ? defaultPort : Number(port))
    : anyPortOf(inNamespace(namespace));
}
