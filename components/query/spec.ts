// Builds a Query's flags and pod: outermost Query, TLS querier, or leaf Query in front of sidecars.
import { NAMES } from "../../kubernetes/names";
import { REPLICA_LABEL } from "../prometheus/spec";
import type { PartArgs } from "../../kubernetes/part";
import { TIMEOUTS, seconds } from "../../kubernetes/query-timeouts";
import {
  commonFlags,
  definedPart,
  grpcAddress,
  httpAddress,
  type Mounted,
  type NamedPart,
  type Part,
} from "../../kubernetes/workload";
import { checksums } from "../pki/certificates/fingerprint";
import type { QueryConfig } from "./config";

const ENDPOINTS_DIR = "/etc/thanos/endpoints";
/** Key in the ConfigMap. */
export const ENDPOINTS_FILE = "endpoints.yaml";
const SERVER_TLS_DIR = "/etc/thanos/server-tls";
const CLIENT_CA_DIR = "/etc/thanos/client-ca";

/** Role of a Query. Only the outermost one deduplicates replicas; the others pass series on unchanged. */
export type QueryRole = "query" | "tlsQuery" | "leaf";

export interface QueryArgs {
  readonly role: QueryRole;
  /** Serve the StoreAPI over mutual TLS instead of plaintext. */
  readonly mutualTls: boolean;
  /** Options of the outermost Query; default `QUERY_DEFAULTS`. */
  readonly queryOptions?: QueryOptions;
  /** Labels that all its series have. It announces these instead of what its endpoints announce; default none. */
  readonly selectorLabels?: Readonly<Record<string, string>>;
}

type QueryOptions = Pick<QueryConfig, "replicaLabels" | "autoDownsampling" | "partialResponse">;

/** Each series of the fleet once, whichever replica it comes from. */
export const QUERY_DEFAULTS: QueryOptions = {
  replicaLabels: [],
  autoDownsampling: true,
  partialResponse: true,
};

const queryOptionFlags = ({
  replicaLabels,
  autoDownsampling,
  partialResponse,
}: QueryOptions): string[] => [
  ...[REPLICA_LABEL, ...replicaLabels].map((label) => `--query.replica-label=${label}`),
  ...(autoDownsampling ? ["--query.auto-downsampling"] : []),
  ...(partialResponse ? [] : ["--no-query.partial-response"]),
];

/** Flags of a Query: https://thanos.io/tip/components/query.md/#flags. */
export function queryFlags({
  role,
  mutualTls,
  queryOptions = QUERY_DEFAULTS,
  selectorLabels = {},
}: QueryArgs): string[] {
  return [
    "query",
    ...commonFlags,
    httpAddress,
    grpcAddress,
    `--endpoint.sd-config-file=${ENDPOINTS_DIR}/${ENDPOINTS_FILE}`,
    // The file is polled; with the default of 5 m a new observee would appear that late.
    "--endpoint.sd-config-reload-interval=10s",
    `--store.response-timeout=${seconds(TIMEOUTS[role])}`,
    `--query.timeout=${seconds(TIMEOUTS.queryTotal)}`,
    // Shorter than `TIMEOUTS.drain`: new replicas are resolved before the old ones are gone.
    `--store.sd-dns-interval=${seconds(TIMEOUTS.dns)}`,
    ...(role === "query" ? queryOptionFlags(queryOptions) : []),
    ...Object.entries(selectorLabels).map(
      ([label, value]) => `--selector-label=${label}="${value}"`,
    ),
    ...(mutualTls
      ? [
          `--grpc-server-tls-cert=${SERVER_TLS_DIR}/tls.crt`,
          `--grpc-server-tls-key=${SERVER_TLS_DIR}/tls.key`,
          `--grpc-server-tls-client-ca=${CLIENT_CA_DIR}/ca.crt`,
          "--grpc-server-tls-min-version=1.3",
        ]
      : []),
  ];
}

export interface QueryPartArgs extends PartArgs, QueryArgs {
  /** The part that it is. */
  readonly definition: NamedPart;
  /**
   * ConfigMap of its endpoint file; default: the part's name. Differs where the endpoints need other certificates: pods
   * from before the change, which have none, would leave these endpoints out without a warning.
   */
  readonly endpointsName?: string | undefined;
  /** Certificate folders to mount. */
  readonly certificates: readonly Mounted[];
  /** Texts whose change rolls the pods, keyed by the name of their checksum annotation. */
  readonly restartTriggers?: Readonly<Record<string, string>>;
}

export const queryPart = ({
  definition,
  certificates,
  endpointsName,
  ...args
}: QueryPartArgs): Part => ({
  ...definedPart(definition, args),
  args: queryFlags(args),
  grpc: true,
  mutualTls: args.mutualTls,
  drainSeconds: TIMEOUTS.drain,
  podAnnotations: checksums(args.restartTriggers ?? {}),
  volumes: [
    {
      name: "endpoints",
      mountPath: ENDPOINTS_DIR,
      source: { configMap: { name: endpointsName ?? definition.name } },
    },
    ...certificates,
  ],
});

/** Volumes with a leaf's server certificate and client CA, for mutual TLS. */
export const leafCertificates = (serverSecret: string): Mounted[] => [
  {
    name: "server-tls",
    mountPath: SERVER_TLS_DIR,
    source: { secret: { secretName: serverSecret } },
  },
  {
    name: "client-ca",
    mountPath: CLIENT_CA_DIR,
    source: { secret: { secretName: NAMES.clientCa } },
  },
];
