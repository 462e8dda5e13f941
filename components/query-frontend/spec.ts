// Builds flags, files and pod of the Query Frontend, which splits long queries, retries, and caches results.
import { PORTS } from "../../kubernetes/ports";
import { TIMEOUTS, seconds } from "../../kubernetes/query-timeouts";
import type { PartArgs } from "../../kubernetes/part";
import { commonFlags, definedPart, httpAddress, type Part } from "../../kubernetes/workload";
import { toYaml } from "../../kubernetes/yaml";
import { responseCacheFile } from "../memcached/caches";
import type { ResponseCache } from "../memcached/caches-config";
import { checksum } from "../pki/certificates/fingerprint";
import { QUERY_FRONTEND } from "./part";
import { QUERY } from "../query/part";

const CONFIG_DIR = "/etc/thanos/query-frontend";
const CACHE_FILE = "cache.yaml";
const TRANSPORT_FILE = "transport.yaml";

/** Flags: https://thanos.io/tip/components/query-frontend.md/#flags. */
export function queryFrontendFlags(
  namespace: string,
  cache: ResponseCache,
  partialResponse = true,
): string[] {
  return [
    "query-frontend",
    ...commonFlags,
    httpAddress,
    `--query-frontend.downstream-url=http://${QUERY.name}.${namespace}.svc:${String(PORTS.http)}`,
    `--query-frontend.downstream-tripper-config-file=${CONFIG_DIR}/${TRANSPORT_FILE}`,
    "--query-frontend.compress-responses",
    "--query-frontend.log-queries-longer-than=10s",
    "--query-range.split-interval=24h",
    "--query-range.max-retries-per-request=5",
    "--labels.split-interval=24h",
    "--labels.max-retries-per-request=5",
    ...(partialResponse
      ? []
      : ["--no-query-range.partial-response", "--no-labels.partial-response"]),
    ...(cache.kind === "off"
      ? []
      : [
          `--query-range.response-cache-config-file=${CONFIG_DIR}/${CACHE_FILE}`,
          `--labels.response-cache-config-file=${CONFIG_DIR}/${CACHE_FILE}`,
          // Not cached: a slow observee may still deliver samples of the last minutes.
          "--query-range.response-cache-max-freshness=5m",
          "--labels.response-cache-max-freshness=5m",
        ]),
  ];
}

/** Files of the ConfigMap, by key. */
export function queryFrontendFiles(
  cache: ResponseCache,
  namespace: string,
): Record<string, string> {
  const transport = {
    response_header_timeout: seconds(TIMEOUTS.queryFrontend),
    max_idle_conns_per_host: 100,
  };
  const answers = responseCacheFile(cache, namespace);
  return {
    [TRANSPORT_FILE]: toYaml(transport),
    ...(answers === undefined ? {} : { [CACHE_FILE]: answers }),
  };
}

/** The Query Frontend, without gRPC. */
export const queryFrontendPart = (
  args: PartArgs & { readonly responseCache: ResponseCache; readonly partialResponse: boolean },
  files: Readonly<Record<string, string>>,
): Part => ({
  ...definedPart(QUERY_FRONTEND, args),
  args: queryFrontendFlags(args.namespace, args.responseCache, args.partialResponse),
  grpc: false,
  drainSeconds: TIMEOUTS.drain,
  // The files are read at start only, so a change must roll the pods.
  podAnnotations: { "checksum/config": checksum(JSON.stringify(files)) },
  volumes: [
    { name: "config", mountPath: CONFIG_DIR, source: { configMap: { name: QUERY_FRONTEND.name } } },
  ],
});
