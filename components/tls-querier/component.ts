// The TLS querier: the one Query that calls observees, each with a certificate of its own and by mutual TLS.
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

/** An observee that was up. */
export interface NamedObservee {
  readonly name: string;
  readonly contract: ObserveeContract;
}

export interface TlsQuerierArgs extends PartArgs {
  readonly replicas: number;
  readonly observees: readonly { readonly name: string; readonly contract?: ObserveeContract }[];
  /** Whom it calls by mutual TLS though they are no observees. */
  readonly others: readonly OtherTlsEndpoint[];
}

/** Makes it, also while it has nobody to call: the next `up` then only adds to its file. */
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
      // CA certificates are read at start, so pods roll when one changes.
      restartTriggers: { ca: edges.map(({ serverCa }) => serverCa ?? "").join("") },
      service: "headless",
    },
    opts,
  );
}

/** A Secret that exists; its name may be no volume's. */
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
