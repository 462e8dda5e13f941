// Configuration of a part's volume.
import { z } from "zod";
import { DISKS, type SizedDisk } from "../kubernetes/disks";
import { objectName } from "./kubernetes-metadata";
import { quantity } from "./primitives";

const storageClass = objectName
  .optional()
  .describe("StorageClass of the volume; by default the cluster's default class.");

/** A volume; `size` is the default size, a Kubernetes quantity. */
export const storage = (size: string) =>
  z
    .strictObject({ size: quantity.default(size).describe("Size of a new volume."), storageClass })
    .prefault({});

/** A volume whose default size depends on the cluster's `size`. */
export function storageBySize(part: SizedDisk) {
  const { small, medium, large } = DISKS[part];
  return z
    .strictObject({
      size: quantity
        .optional()
        .describe(
          `Size of a new volume; by default \`${small}\`, \`${medium}\` or \`${large}\`, depending on \`size\`.`,
        ),
      storageClass,
    })
    .prefault({});
}
