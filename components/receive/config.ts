// Keys and rules of Receive, the remote-write endpoint for clusters that the observer cannot reach.
import { z } from "zod";
import { rotation } from "../pki/config";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { loadBalancer, loadBalancerErrors } from "../edge/load-balancer/config";
import { onNodePort } from "../edge/node-port/config";
import { minimumRetentionErrors } from "../prometheus/minimum-retention";
import type { SharedConfig } from "../../config/shared";
import { storageBySize } from "../../config/storage";
import { duration, replicas } from "../../config/primitives";

const replicationFactor = z
  .number()
  .refine(
    (n) => n === 1 || n === 3,
    issue("must be 1 or 3: with 2, every write would need both copies", "use 3"),
  )
  .meta({ type: "integer", enum: [1, 3] });

export const receive = z.strictObject({
  replicas: replicas.default(3).describe("Replicas."),
  replicationFactor: replicationFactor
    .default(3)
    .describe("Number of replicas that store each sample; with 3, any one of them may be down."),
  retention: duration
    .default("2d")
    .describe("How long samples stay on the pods' disks; at least `6h`."),
  storage: storageBySize("receive"),
  exposure: z
    .discriminatedUnion("kind", [loadBalancer, onNodePort], {
      error:
        'must be "loadBalancer" or "nodePort": Receive takes a writer\'s name from its certificate, which an edge that terminates TLS would not pass on',
    })
    .prefault({ kind: "loadBalancer" })
    .describe("How observees reach it; Thanos itself verifies their certificates."),
  ca: rotation.describe("Rotation of Receive's server CA."),
});

export type ReceiveConfig = z.infer<typeof receive>;

/** Errors across Receive's keys and other keys of the observer. */
export function receiveErrors(
  config: Partial<SharedConfig> & { readonly receive?: ReceiveConfig | undefined },
): ConfigError[] {
  const { receive: receiveConfig, unsafeForTests } = config;
  if (receiveConfig === undefined) {
    return [];
  }
  const errors: (ConfigError | false)[] = [
    receiveConfig.replicationFactor > receiveConfig.replicas && {
      path: "receive.replicationFactor",
      value: formatValue(receiveConfig.replicationFactor),
      rule: `there are only ${String(receiveConfig.replicas)} replicas, and each stores one copy`,
      fix: "use 1, or 3 replicas",
    },
    ...(unsafeForTests?.retention === undefined
      ? minimumRetentionErrors("receive.retention", receiveConfig.retention)
      : []),
  ];
  return [
    ...errors.filter((error) => error !== false),
    ...(receiveConfig.exposure.kind === "loadBalancer"
      ? loadBalancerErrors("receive.exposure", receiveConfig.exposure)
      : []),
  ];
}
