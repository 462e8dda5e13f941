// Configuration keys of an existing Prometheus that has its own Thanos sidecar.
import { z } from "zod";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";
import { podLabels } from "../../config/kubernetes-metadata";
import { namespaceName } from "../../config/kubernetes-metadata";
import { storeAddress } from "../../config/network";

export const externalPrometheus = z.strictObject({
  namespace: namespaceName.describe(
    "Its namespace: the Secret with the bucket's configuration is made there too, for its sidecar.",
  ),
  podLabels: podLabels
    .default({ "app.kubernetes.io/name": "prometheus" })
    .describe(
      "Labels of its pods, to which the NetworkPolicies let in nobody else of the namespace: those that prometheus-operator sets; `{}` lets in the whole namespace.",
    ),
  sidecar: storeAddress.describe(
    "StoreAPI of its sidecars: `dnssrv+_grpc._tcp.<Service>.<namespace>.svc` of a headless Service, or `host:port`.",
  ),
});

export type ExternalPrometheus = z.infer<typeof externalPrometheus>;

/** Keys of `prometheus` that also apply to other parts of this program. */
const MEANINGFUL = ["scrapeInterval"];

/** Rejects keys of a Prometheus that is not deployed; `written` is the configuration without defaults. */
export function externalErrors(
  external: ExternalPrometheus | undefined,
  written: Readonly<Record<string, unknown>>,
): ConfigError[] {
  const keysOf = (root: string) =>
    Object.entries(Object(written[root]) as object).map(([key, value]) => ({ root, key, value }));
  const meaningless = [
    ...keysOf("prometheus").filter(({ key }) => !MEANINGFUL.includes(key)),
    ...keysOf("unsafeForTests").filter(({ key }) => ["blockDuration", "retention"].includes(key)),
  ];
  return meaningless.flatMap(({ root, key, value }) =>
    errorIf(external !== undefined, {
      path: `${root}.${key}`,
      value: formatValue(value),
      rule: "with externalPrometheus no Prometheus is made that it could be said of",
      fix: "remove it",
    }),
  );
}
