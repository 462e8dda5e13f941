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
    "`host:port`; without `tls` also a name that Thanos resolves, with `dns+` or `dnssrv+` before it.",
  ),
  group: z
    .boolean()
    .default(false)
    .describe("All that the name resolves to are replicas of one: each query goes to one of them."),
  tls: z
    .strictObject({
      secretName: objectName.describe(
        "Secret that is in the namespace, with `tls.crt`, `tls.key` and `ca.crt`.",
      ),
      serverName: hostname.describe("Name in the server's certificate."),
    })
    .optional()
    .describe("Call it by mutual TLS; in plain without it."),
});

export const query = z
  .strictObject({
    replicas: replicas.default(2).describe("Replicas."),
    autoDownsampling: z
      .boolean()
      .default(true)
      .describe("Take coarser samples where a query's steps are long."),
    partialResponse: z
      .boolean()
      .default(true)
      .describe("Answer also without those who are away, with a warning; `false` fails instead."),
    replicaLabels: z
      .array(labelName)
      .default([])
      .describe("Labels by which replicas differ, beside `prometheus_replica`."),
    endpoints: z
      .array(endpoint)
      .default([])
      .describe("StoreAPIs to ask that are no observees' nor this program's."),
    nodePort,
    publish,
  })
  .prefault({});

export type QueryConfig = z.infer<typeof query>;

/** Labels that must not be replica labels: without them, series of different things would be merged. */
const REQUIRED_LABELS: Readonly<Record<string, string>> = {
  cluster: "it tells the clusters apart, and without it all of them would be one",
  le: "it tells a histogram's buckets apart",
  [REPLICA_LABEL]: "it is one anyway",
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
      (replicaLabels.indexOf(label) < i ? "it stands there twice" : undefined);
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
        rule: "Thanos shows no certificate to what it resolves itself",
        fix: "write host:port, or remove tls",
      },
    tls !== undefined &&
      group && {
        path: `${path}.group`,
        value: formatValue(group),
        rule: "by mutual TLS one server is called, under one name",
        fix: "remove it, or remove tls",
      },
  ];
  return faults.filter((fault) => fault !== false);
}
