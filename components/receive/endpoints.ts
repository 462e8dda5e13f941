// Receive's StoreAPI endpoints in Query.
import { everyReplica, onePod, type Endpoint } from "../query/endpoints";
import type { ReceiveConfig } from "./config";
import { RECEIVE } from "./part";

/**
 * If every replica has every sample, answers have a warning while all are down. Otherwise some series are on a few
 * replicas only, so each that is down causes a warning.
 */
export const receiveEndpoints = (
  { replicas, replicationFactor }: Pick<ReceiveConfig, "replicas" | "replicationFactor">,
  namespace: string,
): Endpoint[] =>
  replicas === replicationFactor && replicas > 1
    ? everyReplica(RECEIVE.name, namespace)
    : Array.from({ length: replicas }, (_, i) =>
        onePod(`${RECEIVE.name}-${String(i)}`, RECEIVE.name, namespace),
      );
