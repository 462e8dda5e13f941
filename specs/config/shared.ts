// The keys that both roles have.
import { z } from "zod";
import { objectStore } from "./buckets";
import { certificates } from "./certificates";
import { says, shown, type Fault } from "./faults";
import {
  clusterName,
  digest,
  duration,
  durationSeconds,
  namespaceName,
  quantity,
  replicas,
  text,
} from "./words";

const HOUR = 3600;

/** Which cluster: the context is always named, so an ambient one is never used. */
const kubernetes = z
  .strictObject({
    context: text,
    /** Path of the kubeconfig file; the client's usual places without it. */
    kubeconfig: text.optional(),
  })
  // An absent object is read as an empty one, so that the report names the key that matters.
  .prefault(() => JSON.parse("{}"));

/** Which AWS account and region make the bucket. */
const aws = z.strictObject({ region: text, profile: text, accountId: text.optional() });

const storage = z.strictObject({ size: quantity, storageClass: text.optional() });

const prometheus = z
  .strictObject({
    replicas: replicas.default(1),
    retention: duration.default("2d"),
    retentionSize: quantity.optional(),
    scrapeInterval: duration
      .refine(
        (d) => durationSeconds(d) >= 1 && durationSeconds(d) <= 60,
        says("must be from 1s to 60s", "use 15s"),
      )
      .default("15s"),
    storage: storage.default({ size: "15Gi" }),
    kubeletTls: z.enum(["verify", "skipVerify"]).default("verify"),
  })
  .prefault({});

const compact = z
  .strictObject({
    retention: z
      .strictObject({
        raw: duration.default("0d"),
        fiveMinutes: duration.default("0d"),
        oneHour: duration.default("0d"),
      })
      .prefault({}),
    storage: storage.default({ size: "20Gi" }),
  })
  .prefault({});

const images = z
  .strictObject({
    registry: text.optional(),
    digests: z
      .strictObject({ thanos: digest.optional(), prometheus: digest.optional() })
      .optional(),
  })
  .prefault({});

/** The only way past the rules that protect data; for tests. */
const unsafeForTests = z
  .strictObject({
    blockDuration: duration.optional(),
    retention: duration.optional(),
    consistencyDelay: duration.optional(),
    plaintextObjectStore: z.boolean().optional(),
    /** Every leaf certificate is due for renewal at every `up`. */
    alwaysRenew: z.boolean().optional(),
  })
  .prefault({});

export const replicated = z.strictObject({ replicas: replicas.default(2) }).prefault({});

export const sharedKeys = {
  cluster: clusterName,
  namespace: namespaceName.default("thanos"),
  kubernetes,
  aws: aws.optional(),
  objectStore,
  prometheus,
  compact,
  images,
  certificates,
  unsafeForTests,
};

export type SharedConfig = z.infer<z.ZodObject<typeof sharedKeys>>;

/** Rules over several keys of both roles; a key that is itself at fault is absent. */
export function sharedRules(config: Partial<SharedConfig>): Fault[] {
  const { objectStore: store, aws: account, prometheus: prom, unsafeForTests: unsafe } = config;
  const onAws = store !== undefined && store.endpoint === undefined;
  const faults: (Fault | false)[] = [
    onAws &&
      store.create &&
      account === undefined && {
        path: "aws",
        rule: "is required to make a bucket on AWS",
        fix: "give it region and profile, since the ambient ones are never used",
      },
    onAws &&
      account !== undefined &&
      account.region !== store.region && {
        path: "objectStore.region",
        value: shown(store.region),
        rule: `must be the region of aws.region, ${shown(account.region)}`,
        fix: "make them the same",
      },
    store?.endpoint !== undefined &&
      store.auth.kind === "irsa" && {
        path: "objectStore.auth.kind",
        value: shown("irsa"),
        rule: "IAM roles work at AWS' own endpoint only",
        fix: 'use "keys", or remove objectStore.endpoint',
      },
    onAws &&
      Object.values(unsafe ?? {}).some((v) => v !== undefined) && {
        path: "unsafeForTests",
        value: shown(unsafe),
        rule: "is refused with AWS",
        fix: "remove it",
      },
    prom !== undefined &&
      unsafe?.retention === undefined &&
      durationSeconds(prom.retention) < 6 * HOUR && {
        path: "prometheus.retention",
        value: shown(prom.retention),
        rule: "must be at least 6h, or an outage of the object store loses blocks",
        fix: 'use for example "2d"',
      },
  ];
  return faults.filter((fault) => fault !== false);
}
