// A volume in configuration.
import { z } from "zod";
import { objectName, quantity } from "./words";

/** A volume; `size` is what it is by default. */
export const storage = (size: string) =>
  z
    .strictObject({
      size: quantity.default(size).describe("Size of the volume."),
      storageClass: objectName.optional().describe("The cluster's default class without it."),
    })
    .prefault({});
