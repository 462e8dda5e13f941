// Receive's StoreAPI endpoints in Query.
import { everyReplica, onePod, type Endpoint } from "../query/endpoints";
import type { ReceiveConfig } from "./config";
import { RECEIVE } from "./part";

/**
 * The endpoints. With copies, one or two pods may be down without a gap, so answers have a warning only while all are
 * down. Without copies each pod has series that no other has, so each that is down causes a warning.
 */
export const receiveEndpoints = (
  { replicas, replicationFactor }: Pick<ReceiveConfig, "replicas" | "replicationFactor">,
  namespace: string,
): Endpoint[] =>
  replicationFactor > 1
    ? everyReplica(RECEIVE.name, namespace)
    : Array.from({ length: replicas }, (_, i) =>
        onePod(`${RECEIVE.name}-${String(i)}`, RECEIVE.name, namespace),
      );
