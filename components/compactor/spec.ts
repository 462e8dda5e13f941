// Builds flags and pod of the Compactor, which alone deletes blocks: there must be one per bucket and prefix.
import { commonFlags, httpAddress, type Part } from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import { COMPACTOR } from "./part";

/** Thanos' default, also assumed for a stack whose outputs have none. */
export const DELETE_DELAY = "48h";

export const COMPACT_DATA_DIR = "/var/thanos/compact";

/** Thanos durations; `0d` keeps samples of a resolution forever. */
export interface Retention {
  readonly raw: string;
  readonly fiveMinutes: string;
  readonly oneHour: string;
}

export interface CompactArgs {
  readonly retention: Retention;
  /** Whether to create 5 minute and 1 hour samples. */
  readonly downsampling: boolean;
  /** Minimum age of a block before the Compactor touches it. */
  readonly consistencyDelay: string;
  /** Time between a block's deletion mark and its deletion. */
  readonly deleteDelay: string;
  /** Limit of concurrent compactions, and of concurrent downsamplings. */
  readonly concurrency: number;
}

/** Time from the end of one round to the start of the next. */
export const WAIT_INTERVAL = "5m";

/** Flags: https://thanos.io/tip/components/compact.md/#flags. */
export const compactFlags = ({ retention, concurrency, ...args }: CompactArgs): string[] => [
  "compact",
  ...commonFlags,
  httpAddress,
  `--data-dir=${COMPACT_DATA_DIR}`,
  objstoreFlag,
  "--wait",
  `--wait-interval=${WAIT_INTERVAL}`,
  `--retention.resolution-raw=${retention.raw}`,
  `--retention.resolution-5m=${retention.fiveMinutes}`,
  `--retention.resolution-1h=${retention.oneHour}`,
  ...(args.downsampling ? [] : ["--downsampling.disable"]),
  `--consistency-delay=${args.consistencyDelay}`,
  `--delete-delay=${args.deleteDelay}`,
  `--compact.concurrency=${String(concurrency)}`,
  `--downsample.concurrency=${String(concurrency)}`,
  "--disable-admin-operations",
];

export const compactPart = (
  base: Pick<Part, "name" | "namespace" | "image" | "size" | "podAnnotations">,
  args: CompactArgs,
  objstoreSecret: string,
): Part => ({
  ...base,
  component: COMPACTOR.component,
  args: compactFlags(args),
  resources: COMPACTOR.resources,
  grpc: false,
  volumes: [objstoreVolume(objstoreSecret)],
});
