// Creates the TLS queriers: for each observee a Query that calls its edge over mutual TLS.
import type * as pulumi from "@pulumi/pulumi";
import type { PartArgs } from "../../kubernetes/part";
import { ThanosQuery } from "../query/component";
import { edgeCalls, type ConfiguredObservee } from "./mutual-tls";
import { TLS_QUERIER, tlsQuerierName } from "./part";

export interface TlsQueriersArgs extends PartArgs {
  /** Pods of each. */
  readonly replicas: number;
  /** The observees to call. */
  readonly observees: readonly ConfiguredObservee[];
}

export const tlsQueriers = (
  name: string,
  { observees, ...args }: TlsQueriersArgs,
  opts: pulumi.ComponentResourceOptions,
): ThanosQuery[] =>
  observees.map(
    (observee) =>
      new ThanosQuery(
        `${name}-${observee.name}`,
        {
          ...args,
          ...edgeCalls([observee]),
          definition: { ...TLS_QUERIER, name: tlsQuerierName(observee.name) },
          role: "tlsQuery",
          mutualTls: false,
          // Announced also while the edge has not answered since the start. Query then asks it for this cluster, and for
          // no other.
          selectorLabels: { cluster: observee.name },
          service: "headless",
        },
        opts,
      ),
  );
