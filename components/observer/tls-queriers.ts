// Observees that have a TLS querier of their own.
import { edgesOf, type ConfiguredObservee } from "../tls-querier/mutual-tls";
import type { ObserverArgs } from "./args";

/** None if Query itself calls them. */
export function calledByTlsQueriers<Observee extends ConfiguredObservee>({
  tlsQuerier,
  observees,
}: Pick<ObserverArgs, "tlsQuerier"> & { readonly observees: readonly Observee[] }): Observee[] {
  return tlsQuerier.layout === "query"
    ? []
    : observees.filter((observee) => edgesOf([observee]).length > 0);
}
