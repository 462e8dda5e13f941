// Configuration keys of Prometheus and the rules between them.
import { z } from "zod";
import { diskOf } from "../../kubernetes/disks";
import type { Size } from "../../kubernetes/resources";
import { errorIf, issue, formatValue, type ConfigError } from "../../config/errors";
import { storageBySize } from "../../config/storage";
import { nodePort } from "../../config/network";
import {
  duration,
  durationSeconds,
  quantity,
  quantityBytes,
  replicas,
  wholeNumber,
} from "../../config/primitives";

const shards = wholeNumber(
  1,
  20,
  "use 1, or 2 if one Prometheus has too little memory for all targets",
);

export const prometheus = z
  .strictObject({
    replicas: replicas.default(1).describe("Replicas that scrape the same targets."),
    shards: shards
      .default(1)
      .describe("Shards, over which the targets are divided; each has all replicas."),
    antiAffinity: z
      .enum(["preferred", "required"])
      .default("preferred")
      .describe(
        "`required` keeps replicas on different nodes; `preferred` lets them share one if there is no other.",
      ),
    retention: duration
      .default("2d")
      .describe("How long samples stay on the pod's disk; at least `6h`."),
    retentionSize: quantity
      .optional()
      .describe(
        "Maximum size of the samples on the disk, below `storage.size`; the oldest samples are deleted first. By default four fifths of `storage.size`.",
      ),
    scrapeInterval: duration
      .refine(
        (d) => durationSeconds(d) >= 1 && durationSeconds(d) <= 60,
        issue("must be from 1s to 60s", "use 15s"),
      )
      .default("15s")
      .describe("How often targets are scraped, `1s` to `60s`."),
    evaluationInterval: duration
      .refine(
        (d) => durationSeconds(d) >= 5 && durationSeconds(d) <= 120,
        issue("must be from 5s to 2m", "use 30s"),
      )
      .default("30s")
      .describe("How often rules are evaluated that have no interval of their own, `5s` to `2m`."),
    storage: storageBySize("prometheus"),
    kubeletTls: z
      .enum(["verify", "skipVerify"])
      .default("verify")
      .describe("`skipVerify` if the cluster's CA did not sign the kubelets' certificates."),
    scrape: z
      .strictObject({
        kubelet: z
          .boolean()
          .default(true)
          .describe(
            "Whether the program's own jobs scrape kubelets and their cadvisor; `false` where a ServiceMonitor of another monitoring stack does.",
          ),
        apiServer: z.boolean().default(true).describe("The same for the API server."),
      })
      .prefault({}),
    nodePort,
  })
  .prefault({});

export type PrometheusConfig = z.infer<typeof prometheus>;

/** Rejects a `retentionSize` that is not below the size of the disk, which would fill up first. */
export function sizeErrors(
  { retentionSize, storage }: PrometheusConfig,
  cluster: Size,
): ConfigError[] {
  const { size } = diskOf("prometheus", cluster, storage);
  return errorIf(
    retentionSize !== undefined && quantityBytes(retentionSize) >= quantityBytes(size),
    {
      path: "prometheus.retentionSize",
      value: formatValue(retentionSize),
      rule: `must be below prometheus.storage.size, ${formatValue(size)}, or the disk fills up first`,
      fix: "use four fifths of the disk",
    },
  );
}

/** Warns about rules: a shard evaluates them over its own targets, so results can be wrong without any sign. */
export const shardWarnings = ({ shards: count }: PrometheusConfig): string[] =>
  count > 1
    ? [
        `prometheus.shards is ${String(count)}: every shard evaluates every rule over its own targets alone; rules over all of them belong to the Ruler`,
      ]
    : [];
