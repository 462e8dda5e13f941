// Whose samples a panel shows: of the clusters that are chosen above it.
import { SUFFIXES } from "../../store-gateway/sharding";

export const CHOSEN = 'cluster=~"$cluster"';
/** Their Store Gateways are on the observer; whose bucket they read is in their name. */
export const CHOSEN_STORES = `job=~"thanos-store-$cluster(-(${SUFFIXES}))?"`;
