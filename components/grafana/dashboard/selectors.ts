// PromQL label matchers for the clusters that are selected in a dashboard's variable `$cluster`.
import { SUFFIXES } from "../../store-gateway/sharding";

export const CLUSTER_MATCHER = 'cluster=~"$cluster"';
/** Store Gateways run on the observer; only their job names the cluster whose bucket they read. */
export const STORE_GATEWAY_MATCHER = `job=~"thanos-store-$cluster(-(${SUFFIXES}))?"`;
