// Default sizes of the volumes that grow with the cluster.
import { mebibytes } from "./quantity";
import type { Size } from "./resources";

/**
 * Volume sizes for the maximum number of series of each `size`, at 1.5 bytes per sample and a sample every 15 s
 * (Prometheus' documentation says 1 to 2 bytes). Prometheus: two days
 * of two-hour blocks, each with its index, and three hours of write-ahead log; plus half of that free. Receive: the
 * same for all writers, plus the blocks that it cuts on shutdown. Compactor: a block of fourteen days twice, for its
 * compaction, plus a quarter.
 * https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects,
 * https://thanos.io/tip/components/compact.md/#disk
 */
export const DISKS = {
  prometheus: { small: "15Gi", medium: "30Gi", large: "60Gi" },
  receive: { small: "20Gi", medium: "40Gi", large: "80Gi" },
  compact: { small: "80Gi", medium: "160Gi", large: "320Gi" },
} as const satisfies Record<string, Record<Size, string>>;

/** Part whose default volume depends on the cluster's `size`. */
export type SizedDisk = keyof typeof DISKS;

/** A volume in the configuration. */
export interface DiskConfig {
  /** Kubernetes quantity; default: that of `DISKS`. */
  readonly size?: string | undefined;
  /** Default: the cluster's default StorageClass. */
  readonly storageClass?: string | undefined;
}

/** The configured volume, with the default size if it has none. */
export const diskOf = (part: SizedDisk, size: Size, disk: DiskConfig) => ({
  ...disk,
  size: disk.size ?? DISKS[part][size],
});

/**
 * Prometheus' `retentionSize` for a volume of this size, in Mi: four fifths of it. The rest is for data that is written
 * before Prometheus deletes old blocks, and for the tenth below which `ThanosFleetVolumeFull` fires.
 */
export const retentionSizeOf = (disk: string): string =>
  `${String(Math.floor((mebibytes(disk) * 4) / 5))}Mi`;
