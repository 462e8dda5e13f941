// Configuration keys of the part that calls the observees.
import { z } from "zod";
import { issue } from "../../config/errors";
import { replicas } from "../../config/primitives";

export const tlsQuerier = z
  .strictObject({
    layout: z
      .enum(["query", "perObservee"])
      .default("query")
      .describe(
        "What calls the observees: `query` is Query itself; `perObservee` is a TLS querier for each observee, which costs its pods, but a restart of Query while an observee is away causes no warnings in answers about the others.",
      ),
    replicas: replicas
      .optional()
      .describe("Replicas of each TLS querier, by default 2; only with `layout: perObservee`."),
  })
  .refine(
    ({ layout, replicas }) => layout === "perObservee" || replicas === undefined,
    issue(
      "has replicas of TLS queriers, but layout `query` has none",
      "remove replicas, or set layout to perObservee",
    ),
  )
  .prefault({});

export type TlsQuerierConfig = z.infer<typeof tlsQuerier>;
