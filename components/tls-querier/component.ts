// Creates the TLS querier: the Query that calls observees over mutual TLS, with one client certificate per observee.
import { clientTlsName } from "./part";
import type * as pulumi from "@pulumi/pulumi";
import { edgeOf, type ObserveeContract } from "../../stacks/contract";
import {
  CLIENT_TLS_DIR,
  OTHER_TLS_DIR,
  otherOverMutualTls,
  overMutualTls,
  type OtherTlsEndpoint,
} from "../query/endpoints";
import type { Mounted } from "../../kubernetes/workload";
import type { PartArgs } from "../../kubernetes/part";
import { ThanosQuery } from "../query/component";
import { TLS_QUERIER } from "./part";

/** An observee that has published its outputs. */
export interface NamedObservee {
  readonly name: string;
  readonly contract: ObserveeContract;
}

export interface TlsQuerierArgs extends PartArgs {
  readonly replicas: number;
  readonly observees: readonly { readonly name: string; readonly contract?: ObserveeContract }[];
  /** Endpoints that require mutual TLS but are not observees. */
  readonly others: readonly OtherTlsEndpoint[];
}

/** Created even without observees: the next `up` then only extends its endpoint file. */
export function tlsQuerier(
  name: string,
  { observees, others, ...args }: TlsQuerierArgs,
  opts: pulumi.ComponentResourceOptions,
): ThanosQuery {
  const edges = observees.flatMap(({ name: observee, contract }) => {
    const edge = contract && edgeOf(contract);
    return edge === undefined ? [] : [{ name: observee, ...edge }];
  });
  return new ThanosQuery(
    name,
    {
      ...args,
      partName: TLS_QUERIER.name,
      role: "tlsQuery",
      mutualTls: false,
      endpoints: [...edges.map(overMutualTls), ...others.map(otherOverMutualTls)],
      certificates: [
        ...observees.map((observee) => clientCertificate(observee.name)),
        ...[...new Set(others.map(({ tls }) => tls.secretName))].map(suppliedCertificate),
      ],
      // CA certificates are read at start only, so pods roll when one changes.
      restartTriggers: { ca: edges.map(({ serverCa }) => serverCa ?? "").join("") },
      service: "headless",
    },
    opts,
  );
}

/** Mounts an existing Secret. Its name may be no valid volume name, so the volume is numbered. */
const suppliedCertificate = (secretName: string, i: number): Mounted => ({
  name: `supplied-tls-${String(i)}`,
  mountPath: `${OTHER_TLS_DIR}/${secretName}`,
  source: { secret: { secretName } },
});

const clientCertificate = (observee: string): Mounted => ({
  name: clientTlsName(observee),
  mountPath: `${CLIENT_TLS_DIR}/${observee}`,
  source: { secret: { secretName: clientTlsName(observee) } },
});
