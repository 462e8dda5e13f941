// PromQL label matchers for the clusters that are selected in a dashboard's variable `$cluster`.
import { SUFFIXES } from "../../store-gateway/sharding";

/** Matches the metrics of the selected clusters. */
export const CLUSTER_MATCHER = 'cluster=~"$cluster"';
/**
 * Matches the Store Gateways of the selected clusters: they run on the observer, and only their job names the cluster.
 */
export const STORE_GATEWAY_MATCHER = `job=~"thanos-store-$cluster(-(${SUFFIXES}))?"`;
