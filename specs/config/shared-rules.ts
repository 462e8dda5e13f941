// Rules over several keys that both roles have.
import { alertmanagerFaults } from "./alertmanager";
import { bucketWebFaults } from "./bucket-web";
import { compactFaults } from "./compact";
import { shown, type Fault } from "./faults";
import { hostNameFaults } from "./host-names";
import { monitoringStackFaults } from "./monitoring-stack";
import { nodePortFaults } from "./node-ports";
import { authOf } from "./object-store";
import { sizeFaults } from "./prometheus";
import type { SharedConfig } from "./shared";
import { storeFaults } from "./store-rules";
import { durationSeconds } from "./words";

const HOUR = 3600;

/** A key that is itself at fault is absent. */
export function sharedRules(config: Partial<SharedConfig>): Fault[] {
  const { prometheus: prom, unsafeForTests: unsafe } = config;
  const faults: (Fault | false)[] = [
    prom !== undefined &&
      unsafe?.retention === undefined &&
      durationSeconds(prom.retention) < 6 * HOUR && {
        path: "prometheus.retention",
        value: shown(prom.retention),
        rule: "must be at least 6h, or an outage of the object store loses blocks",
        fix: 'use for example "2d"',
      },
  ];
  return [
    ...storeFaults(config),
    ...faults.filter((fault) => fault !== false),
    ...(config.compact === undefined ? [] : compactFaults(config.compact)),
    ...(prom === undefined || config.size === undefined ? [] : sizeFaults(prom, config.size)),
    ...bucketWebFaults(config.bucketWeb, authOf(config.objectStore)),
    ...nodePortFaults(config),
    ...hostNameFaults(config),
    ...alertmanagerFaults(config.alertmanager),
    ...monitoringStackFaults(config),
  ];
}
