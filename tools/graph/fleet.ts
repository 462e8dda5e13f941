// Model for drawing the fleet: clusters, edges, buckets and certificates, from configuration and outputs.
import { z } from "zod";
import { inClusterStore } from "../../components/object-store/in-cluster/config";

/** Outputs of a stack that the drawing uses. A stack that was never up has none. */
const outputs = z.object({
  address: z.string().optional(),
  objectStore: z.object({ bucket: z.string(), prefix: z.string().optional() }).optional(),
  certificateEnds: z.record(z.string(), z.string()).default({}),
});

const ownStore = z.object({
  kind: z.string(),
  bucket: z.string().optional(),
  type: z.string().optional(),
  prefix: z.string().optional(),
});

/** Configuration of the observer that the drawing uses. */
const observerConfig = z.object({
  cluster: z.string(),
  observees: z
    .array(
      z.object({ name: z.string(), stack: z.string().optional(), values: z.unknown().optional() }),
    )
    .default([]),
  revoked: z.array(z.string()).default([]),
  objectStore: ownStore.optional(),
});

export interface Cluster {
  readonly name: string;
  readonly role: "observer" | "observee";
  /** `connected`: the observer calls it; `pushes`: it remote-writes; `pending`: never up; `revoked`: not trusted. */
  readonly state: "observer" | "connected" | "pushes" | "pending" | "revoked";
  /** `host:port` of its edge. */
  readonly address?: string | undefined;
  /** `bucket/prefix`; undefined where it is not known yet. */
  readonly bucket?: string | undefined;
  /** Whole days until each certificate expires, the earliest first. */
  readonly certificates: readonly { readonly name: string; readonly days: number }[];
}

export interface Fleet {
  readonly clusters: readonly [Cluster, ...Cluster[]];
}

/** Returns a stack's outputs by its full name; undefined or empty if it was never up. */
export type OutputsOf = (stack: string) => unknown;

const DAY = 86_400_000;

const certificatesOf = (dates: Readonly<Record<string, string>>, now: number) =>
  Object.entries(dates)
    .map(([name, end]) => ({ name, days: Math.floor((Date.parse(end) - now) / DAY) }))
    .sort((a, b) => a.days - b.days || (a.name < b.name ? -1 : 1));

const withPrefix = (bucket: string | undefined, prefix: string | undefined) =>
  bucket === undefined || prefix === undefined ? bucket : `${bucket}/${prefix}`;

/** The observer's bucket, or its default. If the bucket's name is secret, the type of the store stands for it. */
const ownBucket = ({ kind, bucket, type, prefix }: z.infer<typeof ownStore>) =>
  withPrefix(
    bucket ?? (kind === "inCluster" ? inClusterStore.shape.bucket.parse(undefined) : type),
    prefix,
  );

/** `config` is the observer's, without the project's name in its keys; `own` are its outputs, if it was up. */
export function fleetOf(config: unknown, own: unknown, outputsOf: OutputsOf, now: number): Fleet {
  const { cluster, observees, revoked, objectStore } = observerConfig.parse(config);
  const members = observees.map(({ name, stack, values }): Cluster => {
    const read = outputs.safeParse(values ?? (stack === undefined ? undefined : outputsOf(stack)));
    const known = read.success && read.data.objectStore !== undefined ? read.data : undefined;
    const state = revoked.includes(name)
      ? "revoked"
      : known === undefined
        ? "pending"
        : known.address === undefined
          ? "pushes"
          : "connected";
    return {
      name,
      role: "observee",
      state,
      address: known?.address,
      bucket: withPrefix(known?.objectStore?.bucket, known?.objectStore?.prefix),
      certificates: certificatesOf(known?.certificateEnds ?? {}, now),
    };
  });
  const observer: Cluster = {
    name: cluster,
    role: "observer",
    state: "observer",
    bucket: objectStore && ownBucket(objectStore),
    certificates: certificatesOf(outputs.safeParse(own).data?.certificateEnds ?? {}, now),
  };
  return { clusters: [observer, ...members] };
}

/** Label of the line between the observer and an observee. */
export const edgeLabel = ({ state, address }: Cluster): string => {
  switch (state) {
    case "connected":
      return `mutual TLS ${address ?? ""}`.trim();
    case "pushes":
      return "remote write by mutual TLS";
    case "pending":
      return "pending: never up";
    case "revoked":
      return "revoked";
    case "observer":
      return "";
  }
};

/** The certificate that ends first, in words. */
export function nextExpiry({ certificates: [first] }: Cluster): string | undefined {
  if (first === undefined) {
    return undefined;
  }
  const { name, days } = first;
  const whole = `${String(Math.abs(days))} day${Math.abs(days) === 1 ? "" : "s"}`;
  return days < 0 ? `${name} ended ${whole} ago` : `${name} ends in ${whole}`;
}
