// What a Query needs to call StoreAPIs over mutual TLS: endpoints, certificates, and when it restarts.
import { edgeOf, type Edge, type ObserveeContract } from "../../stacks/contract";
import type { Mounted } from "../../kubernetes/workload";
import type { ThanosQueryArgs } from "../query/component";
import {
  CLIENT_TLS_DIR,
  OTHER_TLS_DIR,
  otherOverMutualTls,
  overMutualTls,
  type OtherTlsEndpoint,
} from "../query/endpoints";
import { clientTlsName } from "./part";

/** An observee that has published its outputs. */
export interface NamedObservee {
  readonly name: string;
  readonly contract: ObserveeContract;
}

/** An observee of the configuration; a pending one has no contract yet. */
export interface ConfiguredObservee {
  readonly name: string;
  readonly contract?: ObserveeContract;
}

/** The edges of those that are connected and have one. */
export const edgesOf = (
  observees: readonly ConfiguredObservee[],
): (Edge & { readonly name: string })[] =>
  observees.flatMap(({ name, contract }) => {
    const edge = contract && edgeOf(contract);
    return edge === undefined ? [] : [{ name, ...edge }];
  });

export type MutualTlsCalls = Required<
  Pick<ThanosQueryArgs, "endpoints" | "certificates" | "restartTriggers">
>;

/**
 * Calls to the edges of observees. The certificate for a pending observee is mounted as well, so that connecting it
 * needs no other volume.
 */
export function edgeCalls(observees: readonly ConfiguredObservee[]): MutualTlsCalls {
  const edges = edgesOf(observees);
  return {
    endpoints: edges.map(overMutualTls),
    certificates: observees.map(({ name }) => ({
      name: clientTlsName(name),
      mountPath: `${CLIENT_TLS_DIR}/${name}`,
      source: { secret: { secretName: clientTlsName(name) } },
    })),
    // CA certificates are read at start only, so pods roll when one changes.
    restartTriggers: { ca: edges.map(({ serverCa }) => serverCa ?? "").join("") },
  };
}

/** Calls to StoreAPIs that are not observees, with certificates that exist. */
export const otherCalls = (
  others: readonly OtherTlsEndpoint[],
): Pick<MutualTlsCalls, "endpoints" | "certificates"> => ({
  endpoints: others.map(otherOverMutualTls),
  certificates: [...new Set(others.map(({ tls }) => tls.secretName))].map(suppliedCertificate),
});

/** Mounts an existing Secret. Its name may be no valid volume name, so the volume is numbered. */
const suppliedCertificate = (secretName: string, i: number): Mounted => ({
  name: `supplied-tls-${String(i)}`,
  mountPath: `${OTHER_TLS_DIR}/${secretName}`,
  source: { secret: { secretName } },
});
