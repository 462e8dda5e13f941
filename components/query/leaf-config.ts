// Configuration keys of an observee's leaf Query.
import { z } from "zod";
import { replicas } from "../../config/primitives";

export const leafQuery = z
  .strictObject({ replicas: replicas.default(2).describe("Replicas.") })
  .prefault({});
