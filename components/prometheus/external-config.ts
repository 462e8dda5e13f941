// Configuration keys of an existing Prometheus that has its own Thanos sidecar.
import { z } from "zod";
import { errorIf, formatValue, type ConfigError } from "../../config/errors";
import { podLabels } from "../../config/kubernetes-metadata";
import { namespaceName } from "../../config/kubernetes-metadata";
import { storeAddress } from "../../config/network";

export const externalPrometheus = z.strictObject({
  namespace: namespaceName.describe(
    "Its namespace, in which the Secret with the bucket's configuration is created too, for its sidecar.",
  ),
  podLabels: podLabels
    .default({ "app.kubernetes.io/name": "prometheus" })
    .describe(
      "Labels of its pods, by default those that prometheus-operator sets. The NetworkPolicies admit no other pod of that namespace; `{}` admits them all.",
    ),
  sidecar: storeAddress.describe(
    "StoreAPI of its sidecars: `dnssrv+_grpc._tcp.<Service>.<namespace>.svc` of a headless Service, or `host:port`.",
  ),
});

export type ExternalPrometheus = z.infer<typeof externalPrometheus>;

/** Keys of `prometheus` that also apply to other parts of this program. */
const APPLICABLE = ["scrapeInterval"];

/** Rejects keys of a Prometheus that is not deployed; `written` is the configuration without defaults. */
export function externalErrors(
  external: ExternalPrometheus | undefined,
  written: Readonly<Record<string, unknown>>,
): ConfigError[] {
  const keysOf = (root: string) =>
    Object.entries(Object(written[root]) as object).map(([key, value]) => ({ root, key, value }));
  const inapplicable = [
    ...keysOf("prometheus").filter(({ key }) => !APPLICABLE.includes(key)),
    ...keysOf("unsafeForTests").filter(({ key }) => ["blockDuration", "retention"].includes(key)),
  ];
  return inapplicable.flatMap(({ root, key, value }) =>
    errorIf(external !== undefined, {
      path: `${root}.${key}`,
      value: formatValue(value),
      rule: "with externalPrometheus no Prometheus is deployed that it could apply to",
      fix: "remove it",
    }),
  );
}
