// Configuration keys of Query and the rules between them.
import { z } from "zod";
import { REPLICA_LABEL } from "../prometheus/spec";
import { formatValue, type ConfigError } from "../../config/errors";
import { publish, publishErrors } from "../query-frontend/ingress-config";
import { objectName } from "../../config/kubernetes-metadata";
import { hostname, nodePort, storeAddress } from "../../config/network";
import { labelName, replicas } from "../../config/primitives";

const endpoint = z.strictObject({
  address: storeAddress.describe(
    "`host:port`; without `tls` also a name that Thanos resolves, prefixed with `dns+` or `dnssrv+`.",
  ),
  group: z
    .boolean()
    .default(false)
    .describe(
      "The addresses to which the name resolves are replicas: each query goes to one of them.",
    ),
  tls: z
    .strictObject({
      secretName: objectName.describe(
        "Existing Secret in the namespace, with `tls.crt`, `tls.key` and `ca.crt`.",
      ),
      serverName: hostname.describe("Name in the server's certificate."),
    })
    .optional()
    .describe("Connect over mutual TLS; default: plaintext."),
});

export const query = z
  .strictObject({
    replicas: replicas.default(2).describe("Replicas."),
    autoDownsampling: z
      .boolean()
      .default(true)
      .describe("Use downsampled data for queries with long steps."),
    partialResponse: z
      .boolean()
      .default(true)
      .describe(
        "Answer without unreachable StoreAPIs, with a warning; `false` fails such queries.",
      ),
    replicaLabels: z
      .array(labelName)
      .default([])
      .describe("Labels that distinguish replicas, in addition to `prometheus_replica`."),
    endpoints: z
      .array(endpoint)
      .default([])
      .describe(
        "Additional StoreAPIs to query, which are neither observees nor deployed by this program.",
      ),
    nodePort,
    publish,
  })
  .prefault({});

export type QueryConfig = z.infer<typeof query>;

/** Labels that must not be replica labels: without them, series of different things would be merged. */
const REQUIRED_LABELS: Readonly<Record<string, string>> = {
  cluster: "it distinguishes the clusters: without it, their series would be merged",
  le: "it distinguishes a histogram's buckets",
  [REPLICA_LABEL]: "it is always a replica label",
};

/** Checks Query's Ingress, replica labels and endpoints. */
export const queryErrors = ({
  replicaLabels,
  endpoints,
  ...config
}: QueryConfig): ConfigError[] => [
  ...publishErrors("query.publish", config.publish),
  ...replicaLabels.flatMap((label, i) => {
    const rule =
      REQUIRED_LABELS[label] ??
      (replicaLabels.indexOf(label) < i ? "it is listed twice" : undefined);
    const path = `query.replicaLabels[${String(i)}]`;
    return rule === undefined ? [] : [{ path, value: formatValue(label), rule, fix: "remove it" }];
  }),
  ...endpoints.flatMap((each, i) => endpointErrors(each, i, endpoints)),
];

function endpointErrors(
  { address, group, tls }: QueryConfig["endpoints"][number],
  i: number,
  endpoints: QueryConfig["endpoints"],
): ConfigError[] {
  const path = `query.endpoints[${String(i)}]`;
  const first = endpoints.findIndex((other) => other.address === address);
  const faults: (ConfigError | false)[] = [
    first < i && {
      path: `${path}.address`,
      value: formatValue(address),
      rule: `it repeats query.endpoints[${String(first)}].address`,
      fix: "remove one of them",
    },
    tls !== undefined &&
      address.includes("+") && {
        path: `${path}.address`,
        value: formatValue(address),
        rule: "Thanos uses no TLS settings for addresses that it resolves itself",
        fix: "use host:port, or remove tls",
      },
    tls !== undefined &&
      group && {
        path: `${path}.group`,
        value: formatValue(group),
        rule: "an endpoint with tls is one server with one name",
        fix: "remove it, or remove tls",
      },
  ];
  return faults.filter((fault) => fault !== false);
}
