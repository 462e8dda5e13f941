// Names of the observer's Store Gateways.
import type { ObserverSettings } from "../../config/observer";
import { storeName } from "../../kubernetes/names";
import { shardsOf } from "../store-gateway/sharding";

/** Names of the Store Gateways of these clusters; each query goes to one replica of each. */
export const storeNames = (
  { sharding }: ObserverSettings["store"],
  clusters: readonly string[],
): string[] =>
  clusters.flatMap((cluster) => shardsOf(sharding).map(({ suffix }) => storeName(cluster, suffix)));
