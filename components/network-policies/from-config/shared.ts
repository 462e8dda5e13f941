// Derives from the settings that both roles have what their NetworkPolicies allow.
import type { ExternalPrometheus } from "../../prometheus/external-config";
import type { SharedConfig } from "../../../config/shared";
import type { NetworkPoliciesConfig } from "../config";
import { awsEndpoint, type ObjectStoreLocation } from "../../object-store/spec";
import { optionalParts } from "../../parts";
import { PORTS } from "../../../kubernetes/ports";
import type { Condition } from "../flows";
import type { Part } from "../parties";
import type { Network } from "../spec";
import {
  anyPortOf,
  anywhere,
  peerFor,
  inNamespace,
  inRange,
  serviceNamespace,
  tcp,
  udp,
  type PeerRule,
} from "../peers";

const HTTPS = 443;
const HTTP = 80;
const SMTP = 25;

/** The things if the condition holds, else none. */
export const when = <T>(condition: boolean, ...things: readonly T[]): readonly T[] =>
  condition ? things : [];

/** Link-local addresses on each node from which pods get cloud credentials. */
const IDENTITY = {
  /** https://docs.aws.amazon.com/eks/latest/userguide/pod-id-how-it-works.html */
  podIdentity: {
    peers: [inRange("169.254.170.23/32"), inRange("fd00:ec2::23/128")],
    ports: [tcp(HTTP)],
  },
  metadata: { peers: [inRange("169.254.169.254/32")], ports: [tcp(HTTP)] },
  /** https://cloud.google.com/kubernetes-engine/docs/how-to/workload-identity */
  gke: { peers: [inRange("169.254.169.252/32")], ports: [tcp(988)] },
} as const satisfies Record<string, PeerRule>;

/** Store types of Thanos that support the pod's own identity. */
export const identityOf = (type: string): readonly PeerRule[] => [
  ...when<PeerRule>(type === "GCS", IDENTITY.gke),
  ...when<PeerRule>(type === "GCS" || type === "AZURE", IDENTITY.metadata),
];

/** Port of DNS servers that are not pods. */
const DNS = 53;

const dnsOf = ({ dns: { namespace, port, cidrs } }: NetworkPoliciesConfig): readonly PeerRule[] => [
  { peers: [inNamespace(namespace)], ports: [udp(port), tcp(port)] },
  ...when<PeerRule>(cidrs.length > 0, { peers: cidrs.map(inRange), ports: [udp(DNS), tcp(DNS)] }),
];

/** Peer of a bucket. The configuration of other store types, including any port, is a secret; all of them use HTTPS. */
export const storePeer = (location: ObjectStoreLocation): PeerRule =>
  location.type === "S3" ? peerFor(location.endpoint, HTTPS) : anywhere(HTTPS);

function ownStore({
  objectStore: store,
  unsafeForTests,
  networkPolicies,
}: SharedConfig): readonly PeerRule[] {
  const more = networkPolicies.morePorts.objectStore;
  const others = when(more.length > 0, anywhere(...more));
  switch (store.kind) {
    case "inCluster":
      return [];
    case "thanos":
      return [anywhere(HTTPS), ...others];
    case "s3": {
      const port = unsafeForTests.plaintextObjectStore === true ? HTTP : HTTPS;
      return [peerFor(store.endpoint ?? awsEndpoint(store.region), port), ...others];
    }
  }
}

const portIn = (address: string, otherwise: number): number =>
  Number(/:(\d+)$/.exec(address)?.[1] ?? otherwise);

/** URLs of webhooks are secrets, so their ports are left out. */
function receiverPorts({ alertmanager, networkPolicies }: SharedConfig): readonly number[] {
  const integrations = alertmanager?.receivers.flatMap((receiver) => receiver.integrations) ?? [];
  return [
    HTTPS,
    ...networkPolicies.morePorts.alertmanager,
    ...integrations.flatMap((one) => [
      ...(one.kind === "email" ? [portIn(one.smarthost, SMTP)] : []),
      ...(one.kind === "opsgenie" && one.apiUrl !== undefined ? [urlPort(one.apiUrl)] : []),
    ]),
  ];
}

const urlPort = (url: string): number => {
  const { port, protocol } = new URL(url);
  return port === "" ? (protocol === "http:" ? HTTP : HTTPS) : Number(port);
};

/** Peer of a configuration entry. */
export const peerOf = ({
  namespace = "",
  podLabels,
  cidr,
}: Omit<NetworkPoliciesConfig["from"][number], "to">) =>
  cidr === undefined ? inNamespace(namespace, podLabels) : inRange(cidr);

/** Sidecars in the external Prometheus' pods; any other address is treated as usual. */
const sidecarPeer = ({ namespace, podLabels, sidecar }: ExternalPrometheus): PeerRule =>
  serviceNamespace(sidecar) === namespace
    ? anyPortOf(inNamespace(namespace, podLabels))
    : peerFor(sidecar, PORTS.grpc);

/** The observer and the observees add their own parts, conditions and peers. */
export function sharedNetwork(config: SharedConfig): Network {
  const { namespace, objectStore: store, externalPrometheus: external } = config;
  const podIdentity = store.kind === "s3" && store.auth.kind === "podIdentity";
  const parts: readonly Part[] = [
    "compact",
    ...when<Part>(external === undefined, "prometheus"),
    ...optionalParts("cluster", config).map(({ part }) => part),
    ...when<Part>(store.kind === "inCluster", "objectStore", "bucketJob"),
  ];
  const exposed = store.kind === "inCluster" && store.exposure !== undefined;
  const conditions: readonly Condition[] = [
    ...when<Condition>(exposed && store.server === "versitygw", "storeReader"),
    ...when<Condition>(exposed && store.server === "minio", "minio"),
    ...when<Condition>(config.prometheus.nodePort !== undefined, "prometheusNodePort"),
    ...when<Condition>(config.alertmanager?.nodePort !== undefined, "alertmanagerNodePort"),
  ];
  return {
    namespace,
    parts: new Set(parts),
    conditions: new Set(conditions),
    outside: {
      dns: dnsOf(config.networkPolicies),
      ownStore: ownStore(config),
      identity: [
        ...when<PeerRule>(podIdentity, IDENTITY.podIdentity),
        ...(store.kind === "thanos" ? identityOf(store.type) : []),
      ],
      receivers: [anywhere(...receiverPorts(config))],
      ...(external === undefined
        ? {}
        : {
            externalPrometheus: [{ peers: [inNamespace(external.namespace, external.podLabels)] }],
            externalSidecar: [sidecarPeer(external)],
          }),
    },
    clients: config.networkPolicies.from.map(({ to, ...peer }) => ({ peer: peerOf(peer), to })),
    shared: external?.namespace === namespace,
  };
}
