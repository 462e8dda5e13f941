// Configuration keys of the TLS querier.
import { z } from "zod";
import { replicas } from "../../config/primitives";

export const tlsQuerier = z
  .strictObject({
    layout: z.literal("shared").default("shared").describe("One TLS querier for the whole fleet."),
    replicas: replicas.default(2).describe("Replicas."),
  })
  .prefault({});
