// PromQL selectors for the clusters that are selected in a dashboard.
import { SUFFIXES } from "../../store-gateway/sharding";

export const CHOSEN = 'cluster=~"$cluster"';
/** Store Gateways run on the observer; their job names the cluster whose bucket they read. */
export const CHOSEN_STORES = `job=~"thanos-store-$cluster(-(${SUFFIXES}))?"`;
