// Warnings about legal but risky configuration, logged at every `up`.
import { s3Of } from "../components/object-store/config";
import { compactWarnings } from "../components/compactor/config";
import { shardWarnings } from "../components/prometheus/config";
import { alertmanagerWarnings, noReceiverWarnings } from "../components/alertmanager/config";
import { edgeProperties, type ExposureConfig } from "../components/edge/config";
import type { SharedConfig } from "./shared";
import { durationSeconds } from "./primitives";

const DAY = 86_400;

interface WithNodePort {
  readonly nodePort?: number | undefined;
}

interface Warned extends SharedConfig {
  readonly exposure?: ExposureConfig;
  readonly alerting?: object | undefined;
  readonly query?: WithNodePort;
  readonly queryFrontend?: WithNodePort;
}

/** Grafana's node port is not included, since Grafana requires a login. */
function openPortWarning({ prometheus, alertmanager, query, queryFrontend }: Warned) {
  const parts = { prometheus, alertmanager, query, queryFrontend };
  const open = Object.entries<WithNodePort | undefined>(parts)
    .filter(([, part]) => part?.nodePort !== undefined)
    .map(([part]) => `${part}.nodePort`);
  return (
    open.length > 0 &&
    `${open.join(", ")} ${open.length === 1 ? "answers" : "answer"} everybody who reaches that port of a node, in plain HTTP and without a login`
  );
}

/** All warnings about a configuration, one sentence each. */
export function warningsOf(config: Warned): string[] {
  const { unsafeForTests: unsafe, prometheus, compact, exposure } = config;
  const unsafeKeys = Object.entries(unsafe).flatMap(([key, value]) =>
    value === undefined ? [] : [key],
  );
  const warnings = [
    unsafeKeys.length > 0 &&
      `unsafeForTests is on (${unsafeKeys.join(", ")}): data of this cluster is not safe`,
    durationSeconds(prometheus.retention) < DAY &&
      "prometheus.retention is below 24h: a longer outage of the object store loses blocks",
    s3Of(config.objectStore)?.forceDestroy === true &&
      "objectStore.forceDestroy is on: `pulumi destroy` deletes the bucket with all blocks in it",
    ...compactWarnings(compact),
    ...shardWarnings(prometheus),
    ...alertmanagerWarnings(config.alertmanager),
    config.externalPrometheus !== undefined &&
      config.monitors.labels === undefined &&
      "monitors.labels is not set: alerts on this program exist only if externalPrometheus selects every ServiceMonitor and PrometheusRule of its namespace; kube-prometheus-stack selects those with the label `release`. Set `{}` if it selects all",
    ...(config.externalPrometheus === undefined ? noReceiverWarnings(config) : []),
    config.externalPrometheus !== undefined &&
      config.query !== undefined &&
      config.alertmanager === undefined &&
      "nobody is notified if a cluster is missing from the fleet, nor of alerts in ruler.groups: thanos-fleet-check and the Ruler send them to alertmanager alone; configure it",
    openPortWarning(config),
    ...((exposure && edgeProperties(exposure).warnings) ?? []),
  ];
  return warnings.filter((warning) => warning !== false);
}
