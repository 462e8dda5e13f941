// Query in its three places: the outermost one, the TLS querier and the leaf in front of an observee's sidecars.
import { labels } from "../../kubernetes/labels";
import { NAMES } from "../../kubernetes/names";
import { REPLICA_LABEL } from "../prometheus/spec";
import { TIMEOUTS, seconds } from "../../kubernetes/query-timeouts";
import {
  commonFlags,
  grpcAddress,
  httpAddress,
  type Mounted,
  type Part,
} from "../../kubernetes/workload";
import { QUERY } from "./part";

const ENDPOINTS_DIR = "/etc/thanos/endpoints";
const ENDPOINTS_FILE = "endpoints.yaml";
const SERVER_TLS_DIR = "/etc/thanos/server-tls";
const CLIENT_CA_DIR = "/etc/thanos/client-ca";

/** Where a Query stands. Only the outermost one removes replicas; the others hand on what they got. */
export type QueryRole = "query" | "tlsQuery" | "leaf";

export interface QueryArgs {
  readonly role: QueryRole;
  /** Serve the StoreAPI with mutual TLS instead of in plain. */
  readonly mutualTls: boolean;
  /** How the outermost one answers. */
  readonly answers?: QueryDefaults;
}

export interface QueryDefaults {
  /** Labels by which replicas differ, beside Prometheus' own. */
  readonly replicaLabels: readonly string[];
  /** Take coarser samples where a query's steps are long. */
  readonly autoDownsampling: boolean;
  /** Answer also without those who are away, with a warning. */
  readonly partialResponse: boolean;
}

/** An answer of the whole fleet, each series once. */
export const QUERY_DEFAULTS: QueryDefaults = {
  replicaLabels: [],
  autoDownsampling: true,
  partialResponse: true,
};

const answerFlags = ({
  replicaLabels,
  autoDownsampling,
  partialResponse,
}: QueryDefaults): string[] => [
  ...[REPLICA_LABEL, ...replicaLabels].map((label) => `--query.replica-label=${label}`),
  ...(autoDownsampling ? ["--query.auto-downsampling"] : []),
  ...(partialResponse ? [] : ["--no-query.partial-response"]),
];

/** Flags of a Query: https://thanos.io/tip/components/query.md/#flags. */
export function queryFlags({ role, mutualTls, answers = QUERY_DEFAULTS }: QueryArgs): string[] {
  return [
    "query",
    ...commonFlags,
    httpAddress,
    grpcAddress,
    `--endpoint.sd-config-file=${ENDPOINTS_DIR}/${ENDPOINTS_FILE}`,
    // The file is polled; its default of 5 m would keep a new observee waiting.
    "--endpoint.sd-config-reload-interval=10s",
    `--store.response-timeout=${seconds(TIMEOUTS[role])}`,
    `--query.timeout=${seconds(TIMEOUTS.queryTotal)}`,
    // Replicas that were replaced are found before the old ones are gone; see `DRAIN`.
    `--store.sd-dns-interval=${seconds(TIMEOUTS.dns)}`,
    ...(role === "query" ? answerFlags(answers) : []),
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

/** The part; `volumes` are the certificate folders that its place needs. */
export const queryPart = (
  base: Pick<Part, "name" | "namespace" | "image" | "size" | "podAnnotations">,
  args: QueryArgs,
  volumes: readonly Mounted[],
): Part => ({
  ...base,
  component: "query-layer",
  args: queryFlags(args),
  resources: QUERY.resources,
  grpc: true,
  mutualTls: args.mutualTls,
  drainSeconds: TIMEOUTS.drain,
  volumes: [
    {
      name: "endpoints",
      mountPath: ENDPOINTS_DIR,
      source: { configMap: { name: base.name } },
    },
    ...volumes,
  ],
});

/** The ConfigMap that holds a Query's endpoint file, under the Query's own name. */
export const endpointConfigMap = (name: string, namespace: string, text: string) => ({
  metadata: { name, namespace, labels: labels(name, "query-layer") },
  data: { [ENDPOINTS_FILE]: text },
});

/** Folders from which a leaf serves mutual TLS. */
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
