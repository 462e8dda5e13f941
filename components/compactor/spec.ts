// The Compactor: the one part that deletes, and so one per bucket and prefix.
import { commonFlags, httpAddress, type Part } from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import { COMPACTOR } from "./part";

/** Thanos' own default, and that of a stack whose outputs do not say. */
export const DELETE_DELAY = "48h";

export const COMPACT_DATA_DIR = "/var/thanos/compact";

/** Thanos durations; `0d` keeps samples of a resolution for ever. */
export interface Retention {
  readonly raw: string;
  readonly fiveMinutes: string;
  readonly oneHour: string;
}

export interface CompactArgs {
  readonly retention: Retention;
  /** Whether 5 minute and 1 hour samples are made. */
  readonly downsampling: boolean;
  /** Minimum age of a block before it is touched. */
  readonly consistencyDelay: string;
  /** Time between the mark for deletion and the deletion. */
  readonly deleteDelay: string;
  /** Compactions, and downsamplings, at one time. */
  readonly concurrency: number;
}

/** From the end of a round to the next. */
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
  component: "database-compactor",
  args: compactFlags(args),
  resources: COMPACTOR.resources,
  grpc: false,
  volumes: [objstoreVolume(objstoreSecret)],
});
