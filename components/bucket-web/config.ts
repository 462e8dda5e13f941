// Configuration keys of bucket web.
import { z } from "zod";
import { replicas } from "../../config/primitives";

export const bucketWeb = z.strictObject({
  replicas: replicas.default(2).describe("Replicas."),
});
