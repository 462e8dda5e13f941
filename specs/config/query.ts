// Configuration of Query.
import { z } from "zod";
import { nodePort, replicas } from "./words";

export const query = z
  .strictObject({
    replicas: replicas.default(2).describe("Replicas."),
    nodePort,
  })
  .prefault({});
