// Volumes that grow with the cluster, where configuration names no size.
import { mebibytes } from "./quantity";
import type { Size } from "./resources";

/**
 * Room for the most series of each size, at 1.5 bytes a sample and a sample every 15 s. Prometheus: two days, with an index
 * in each block of two hours, and a write-ahead log of three; half as much again is free. Receive: the same of all who
 * write, and the blocks that it cuts when it ends. The Compactor: a block of fourteen days twice, as it joins it, and a
 * quarter more.
 * https://prometheus.io/docs/prometheus/latest/storage/#operational-aspects, https://thanos.io/tip/components/compact.md/#disk
 */
export const DISKS = {
  prometheus: { small: "15Gi", medium: "30Gi", large: "60Gi" },
  receive: { small: "20Gi", medium: "40Gi", large: "80Gi" },
  compact: { small: "80Gi", medium: "160Gi", large: "320Gi" },
} as const satisfies Record<string, Record<Size, string>>;

export type SizedDisk = keyof typeof DISKS;

/** A volume as configuration gives it. */
export interface GivenDisk {
  readonly size?: string | undefined;
  readonly storageClass?: string | undefined;
}

/** The same with its size. */
export const diskOf = (part: SizedDisk, size: Size, given: GivenDisk) => ({
  ...given,
  size: given.size ?? DISKS[part][size],
});

/** Four fifths of a disk: the rest is for what Prometheus writes before it looks, and for a tenth that alerts want free. */
export const retentionSizeOf = (disk: string): string =>
  `${String(Math.floor((mebibytes(disk) * 4) / 5))}Mi`;
