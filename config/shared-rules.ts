// Rules over several keys that both roles have.
import { alertmanagerFaults } from "../components/alertmanager/config";
import { compactFaults } from "../components/compactor/config";
import type { ConfigError } from "./errors";
import { hostNameFaults } from "../components/edge/host-names";
import { monitoringStackFaults } from "../components/monitoring-stack/config";
import { nodePortFaults } from "../components/edge/node-port/unique";
import { roleFaults } from "../components/object-store/s3/roles-config";
import { outageFaults } from "../components/prometheus/minimum-retention";
import { sizeFaults } from "../components/prometheus/config";
import type { SharedConfig } from "./shared";
import { storeFaults } from "../components/object-store/rules";

/** Keys with errors of their own are absent from `config`. */
export function sharedRules(config: Partial<SharedConfig>): ConfigError[] {
  const { prometheus: prom, unsafeForTests: unsafe } = config;
  return [
    ...storeFaults(config),
    ...(prom === undefined || unsafe?.retention !== undefined
      ? []
      : outageFaults("prometheus.retention", prom.retention)),
    ...(config.compact === undefined ? [] : compactFaults(config.compact)),
    ...(prom === undefined || config.size === undefined ? [] : sizeFaults(prom, config.size)),
    ...roleFaults(config),
    ...nodePortFaults(config),
    ...hostNameFaults(config),
    ...alertmanagerFaults(config.alertmanager),
    ...monitoringStackFaults(config),
  ];
}
