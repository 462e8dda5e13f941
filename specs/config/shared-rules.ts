// Rules over several keys that both roles have.
import { alertmanagerFaults } from "./alertmanager";
import { bucketWebFaults } from "./bucket-web";
import { compactFaults } from "./compact";
import type { Fault } from "./faults";
import { hostNameFaults } from "./host-names";
import { monitoringStackFaults } from "./monitoring-stack";
import { nodePortFaults } from "./node-ports";
import { authOf } from "./object-store";
import { outageFaults } from "./outage";
import { sizeFaults } from "./prometheus";
import type { SharedConfig } from "./shared";
import { storeFaults } from "./store-rules";

/** A key that is itself at fault is absent. */
export function sharedRules(config: Partial<SharedConfig>): Fault[] {
  const { prometheus: prom, unsafeForTests: unsafe } = config;
  return [
    ...storeFaults(config),
    ...(prom === undefined || unsafe?.retention !== undefined
      ? []
      : outageFaults("prometheus.retention", prom.retention)),
    ...(config.compact === undefined ? [] : compactFaults(config.compact)),
    ...(prom === undefined || config.size === undefined ? [] : sizeFaults(prom, config.size)),
    ...bucketWebFaults(config.bucketWeb, authOf(config.objectStore)),
    ...nodePortFaults(config),
    ...hostNameFaults(config),
    ...alertmanagerFaults(config.alertmanager),
    ...monitoringStackFaults(config),
  ];
}
