// Configuration of Prometheus.
import { z } from "zod";
import { says } from "./faults";
import { storage } from "./storage";
import { duration, durationSeconds, nodePort, quantity, replicas } from "./words";

export const prometheus = z
  .strictObject({
    replicas: replicas.default(1).describe("Replicas that scrape the same targets."),
    retention: duration
      .default("2d")
      .describe("How long samples stay on the pod's disk; at least `6h`."),
    retentionSize: quantity.optional().describe("Upper bound on the disk."),
    scrapeInterval: duration
      .refine(
        (d) => durationSeconds(d) >= 1 && durationSeconds(d) <= 60,
        says("must be from 1s to 60s", "use 15s"),
      )
      .default("15s")
      .describe("How often targets are scraped, `1s` to `60s`."),
    storage: storage("15Gi"),
    kubeletTls: z
      .enum(["verify", "skipVerify"])
      .default("verify")
      .describe("`skipVerify` where the cluster's CA did not sign the kubelets' certificates."),
    nodePort,
  })
  .prefault({});
