// The Compactor: the one part that deletes, and so one per bucket and prefix.
import { RESOURCES } from "../resources";
import { commonFlags, httpAddress, type Part } from "../workload";
import { objstoreFlag, objstoreVolume } from "./object-store";

export const COMPACT_DATA_DIR = "/var/thanos/compact";

/** Thanos durations; `0d` keeps samples of a resolution for ever. */
export interface Retention {
  readonly raw: string;
  readonly fiveMinutes: string;
  readonly oneHour: string;
}

export interface CompactArgs {
  readonly retention: Retention;
  /** Minimum age of a block before it is touched. */
  readonly consistencyDelay: string;
}

/** Flags: https://thanos.io/tip/components/compact.md/#flags. */
export const compactFlags = ({ retention, consistencyDelay }: CompactArgs): string[] => [
  "compact",
  ...commonFlags,
  httpAddress,
  `--data-dir=${COMPACT_DATA_DIR}`,
  objstoreFlag,
  "--wait",
  "--wait-interval=5m",
  `--retention.resolution-raw=${retention.raw}`,
  `--retention.resolution-5m=${retention.fiveMinutes}`,
  `--retention.resolution-1h=${retention.oneHour}`,
  `--consistency-delay=${consistencyDelay}`,
  "--delete-delay=48h",
  "--disable-admin-operations",
];

export const compactPart = (
  base: Pick<Part, "name" | "namespace" | "image" | "size" | "podAnnotations">,
  args: CompactArgs,
  objstoreSecret: string,
): Part => ({
  ...base,
  component: "database-compactor",
  args: compactFlags(args),
  resources: RESOURCES.compact,
  grpc: false,
  volumes: [objstoreVolume(objstoreSecret)],
});
