// Rules over several keys that both roles have.
import { alertmanagerErrors } from "../components/alertmanager/config";
import { compactorErrors } from "../components/compactor/config";
import type { ConfigError } from "./errors";
import { hostNameErrors } from "../components/edge/host-names";
import { monitoringStackErrors } from "../components/monitoring-stack/config";
import { nodePortErrors } from "../components/edge/node-port/unique";
import { roleErrors } from "../components/object-store/s3/roles-config";
import { minimumRetentionErrors } from "../components/prometheus/minimum-retention";
import { sizeErrors } from "../components/prometheus/config";
import type { SharedConfig } from "./shared";
import { objectStoreErrors } from "../components/object-store/rules";

/** Errors between keys. Keys with errors of their own are absent from `config`. */
export function sharedErrors(config: Partial<SharedConfig>): ConfigError[] {
  const { prometheus: prom, unsafeForTests: unsafe } = config;
  return [
    ...objectStoreErrors(config),
    ...(prom === undefined || unsafe?.retention !== undefined
      ? []
      : minimumRetentionErrors("prometheus.retention", prom.retention)),
    ...(config.compact === undefined ? [] : compactorErrors(config.compact)),
    ...(prom === undefined || config.size === undefined ? [] : sizeErrors(prom, config.size)),
    ...roleErrors(config),
    ...nodePortErrors(config),
    ...hostNameErrors(config),
    ...alertmanagerErrors(config.alertmanager),
    ...monitoringStackErrors(config),
  ];
}
