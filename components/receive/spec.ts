// Builds flags, pod and hashring of Receive, which accepts remote writes and serves the samples like a sidecar.
import { NAMES } from "../../kubernetes/names";
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS } from "../../kubernetes/query-timeouts";
import {
  commonFlags,
  definedPart,
  grpcAddress,
  httpAddress,
  type StatefulPart,
} from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import type { StoredPartArgs } from "../object-store/secret";
import { checksum } from "../pki/certificates/fingerprint";
import { bundle } from "../pki/certificates/pem";
import type { ReceiveConfig } from "./config";
import { RECEIVE } from "./part";

const DATA_DIR = "/var/thanos/receive";
const HASHRINGS_DIR = "/etc/thanos/hashrings";
const HASHRINGS_FILE = "hashrings.json";
const TLS_DIR = "/etc/thanos/receive-tls";

/** Label that distinguishes the copies of a sample; Query deduplicates by it. */
export const RECEIVE_REPLICA_LABEL = "receive_replica";

/** Keys of the Secret with Receive's certificates. */
export const RECEIVE_TLS_KEYS = {
  cert: "tls.crt",
  key: "tls.key",
  clientCa: "client-ca.crt",
} as const;

/** Values of the flags. */
export interface ReceiveArgs extends Pick<
  ReceiveConfig,
  "replicas" | "replicationFactor" | "retention"
> {
  /** The observer's cluster name. */
  readonly cluster: string;
}

/** A cluster that may write. */
export interface Writer {
  readonly name: string;
  /** CA certificates that sign its client certificate, PEM. */
  readonly writerCa: string;
}

const endpoint = (pod: string, namespace: string): string =>
  `${pod}.${RECEIVE.name}.${namespace}.svc:${String(PORTS.grpc)}`;

/**
 * Flags. The common name of a writer's certificate is its tenant and the `cluster` label of all its samples; a
 * `cluster` label that samples already have is dropped. https://thanos.io/tip/components/receive.md/#flags
 */
export const receiveFlags = (namespace: string, args: ReceiveArgs): string[] => [
  "receive",
  ...commonFlags,
  httpAddress,
  grpcAddress,
  `--remote-write.address=0.0.0.0:${String(PORTS.remoteWrite)}`,
  `--remote-write.server-tls-cert=${TLS_DIR}/${RECEIVE_TLS_KEYS.cert}`,
  `--remote-write.server-tls-key=${TLS_DIR}/${RECEIVE_TLS_KEYS.key}`,
  `--remote-write.server-tls-client-ca=${TLS_DIR}/${RECEIVE_TLS_KEYS.clientCa}`,
  "--remote-write.server-tls-min-version=1.3",
  "--receive.tenant-certificate-field=commonName",
  "--receive.tenant-label-name=cluster",
  // Receive creates and announces this tenant at every start. No writer uses it, but it must be an existing cluster.
  `--receive.default-tenant-id=${args.cluster}`,
  `--receive.relabel-config=${JSON.stringify(OWN_LABELS)}`,
  `--label=${RECEIVE_REPLICA_LABEL}="$(POD_NAME)"`,
  `--receive.hashrings-file=${HASHRINGS_DIR}/${HASHRINGS_FILE}`,
  "--receive.hashrings-file-refresh-interval=10s",
  "--receive.hashrings-algorithm=ketama",
  `--receive.local-endpoint=${endpoint("$(POD_NAME)", namespace)}`,
  `--receive.replication-factor=${String(args.replicationFactor)}`,
  `--tsdb.path=${DATA_DIR}`,
  `--tsdb.retention=${args.retention}`,
  // After a sample from the future, Receive would reject all current ones as too old.
  "--tsdb.too-far-in-future.time-window=5m",
  objstoreFlag,
];

/** Relabelling that drops the labels that Receive sets itself. */
const OWN_LABELS = [{ action: "labeldrop", regex: `cluster|${RECEIVE_REPLICA_LABEL}` }];

/** Seconds to terminate: Receive cuts blocks of everything in memory, for every writer, and uploads them. */
const FLUSH_SECONDS = 900;

/** Receive. Its pods restart when the object store configuration, or the CA of a writer, changes. */
export const receivePart = (
  args: StoredPartArgs & ReceiveArgs & { readonly writers: readonly Writer[] },
): StatefulPart => ({
  ...definedPart(RECEIVE, args),
  args: receiveFlags(args.namespace, args),
  grpc: true,
  ports: [{ name: "remote-write", containerPort: PORTS.remoteWrite }],
  podNameEnv: true,
  drainSeconds: TIMEOUTS.drain,
  graceSeconds: FLUSH_SECONDS,
  dataDir: DATA_DIR,
  podAnnotations: {
    "checksum/objstore": args.objstore.checksum,
    // CAs are read at start only, so the pods roll when they change. Nothing else is in this checksum.
    "checksum/ca": checksum(bundle(args.writers.map(({ writerCa }) => writerCa))),
  },
  volumes: [
    objstoreVolume(args.objstore.secretName),
    { name: "hashrings", mountPath: HASHRINGS_DIR, source: { configMap: { name: RECEIVE.name } } },
    { name: "tls", mountPath: TLS_DIR, source: { secret: { secretName: NAMES.receiveTls } } },
  ],
});

/** Tenant while there are no writers: an empty list would let everyone write. No cluster can have this name. */
const NOBODY = "-";

/** The only hashring, with the known writers as tenants: Receive rejects any other name in a certificate. */
export const hashringFiles = (
  namespace: string,
  replicas: number,
  writers: readonly string[],
): Record<string, string> => ({
  [HASHRINGS_FILE]: JSON.stringify([
    {
      hashring: "fleet",
      tenants: writers.length === 0 ? [NOBODY] : [...writers].sort(),
      endpoints: Array.from({ length: replicas }, (_, i) => ({
        address: endpoint(`${RECEIVE.name}-${String(i)}`, namespace),
      })),
    },
  ]),
});
