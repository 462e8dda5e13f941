// Builds flags and pod of the Compactor, which alone deletes blocks: there must be one per bucket and prefix.
import {
  commonFlags,
  definedPart,
  httpAddress,
  type StatefulPart,
} from "../../kubernetes/workload";
import { objstoreFlag, objstoreVolume } from "../object-store/flag";
import type { StoredPartArgs } from "../object-store/secret";
import type { CompactConfig } from "./config";
import { COMPACTOR } from "./part";

/** Default of `--delete-delay`, which is Thanos' own; also assumed for a stack whose outputs have none. */
export const DELETE_DELAY = "48h";

const DATA_DIR = "/var/thanos/compact";

/** Keys of the Compactor that become flags. */
export type CompactArgs = Omit<CompactConfig, "storage">;

/**
 * Time from the start of one pass to the start of the next; after a longer pass the next one starts at once.
 * https://github.com/thanos-io/thanos/blob/main/pkg/runutil/runutil.go
 */
export const WAIT_INTERVAL = "5m";

/** Flags: https://thanos.io/tip/components/compact.md/#flags. */
export const compactFlags = ({ retention, concurrency, ...args }: CompactArgs): string[] => [
  "compact",
  ...commonFlags,
  httpAddress,
  `--data-dir=${DATA_DIR}`,
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

/** The Compactor, without gRPC. Its pod restarts when the object store configuration changes. */
export const compactPart = (args: StoredPartArgs & CompactArgs): StatefulPart => ({
  ...definedPart(COMPACTOR, args),
  args: compactFlags(args),
  grpc: false,
  dataDir: DATA_DIR,
  podAnnotations: { "checksum/objstore": args.objstore.checksum },
  volumes: [objstoreVolume(args.objstore.secretName)],
});
