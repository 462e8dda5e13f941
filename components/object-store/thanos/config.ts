// Configuration keys of the object store kind `thanos`: another type that Thanos supports, configured by one secret.
import { z } from "zod";
import { STORE_TYPES, type StoreType } from "./types";
import { nearest } from "../../../config/nearest";
import { prefix } from "../../../config/primitives";

const TYPES = Object.keys(STORE_TYPES);

/** Rule and fix for a type that is not supported. */
function typeError(type: string): { rule: string; fix: string } {
  const near = nearest(type, TYPES);
  switch (type.toUpperCase()) {
    case "S3":
      return { rule: "has a kind of its own", fix: 'use kind "s3"' };
    case "FILESYSTEM":
      return {
        rule: "is a folder of one pod, which no other pod can read",
        fix: 'use kind "inCluster" if there is no cloud storage',
      };
    default:
      return {
        rule: `must be one of Thanos' types ${TYPES.join(", ")}`,
        fix: near === undefined ? "use one of them" : `did you mean "${near}"?`,
      };
  }
}

const storeType = z
  .string()
  .superRefine((type, context) => {
    if (!TYPES.includes(type)) {
      const { rule, fix } = typeError(type);
      context.addIssue({ code: "custom", message: rule, params: { fix } });
    }
  })
  .meta({ enum: TYPES })
  .transform((type) => type as StoreType);

export const thanosStore = z.strictObject({
  kind: z.literal("thanos"),
  type: storeType.describe(`Thanos' name of the type: ${TYPES.map((t) => `\`${t}\``).join(", ")}.`),
  prefix: prefix.optional().describe("Folder in the bucket; default: its root."),
});
