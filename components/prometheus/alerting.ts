// Configures Prometheus to send alerts to the observer's Alertmanager. The operator drops the replica label from all
// alerts. https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alertmanager_config
import type { ServerEndpoint } from "../../stacks/contract";
import { NAMES } from "../../kubernetes/names";
import { toYaml } from "../../kubernetes/yaml";
import type { PrometheusSpec } from "../../kubernetes/prometheus-operator-types";

/** Path at which the operator mounts the Secret. */
const FOLDER = `/etc/prometheus/secrets/${NAMES.alerting}`;

/** Keys of the Secret: client certificate and key, the server's CA, and the list of Alertmanagers. */
export const ALERTING_KEYS = {
  cert: "tls.crt",
  key: "tls.key",
  serverCa: "ca.crt",
  alertmanagers: "alertmanagers.yaml",
} as const;

/**
 * Fields of the Prometheus resource. The operator's own list of Alertmanagers takes Services of the cluster only, so
 * this one is in Prometheus' configuration format.
 */
export const observerAlertmanagerSpec: Pick<
  PrometheusSpec,
  "secrets" | "additionalAlertManagerConfigs"
> = {
  secrets: [NAMES.alerting],
  additionalAlertManagerConfigs: { name: NAMES.alerting, key: ALERTING_KEYS.alertmanagers },
};

/** Prometheus rereads the files when they change, so neither a renewal nor a rotation restarts it. */
export const observerAlertmanagerYaml = ({
  address,
  serverName,
}: Pick<ServerEndpoint, "address" | "serverName">): string =>
  toYaml([
    {
      scheme: "https",
      api_version: "v2",
      static_configs: [{ targets: [address] }],
      tls_config: {
        ca_file: `${FOLDER}/${ALERTING_KEYS.serverCa}`,
        cert_file: `${FOLDER}/${ALERTING_KEYS.cert}`,
        key_file: `${FOLDER}/${ALERTING_KEYS.key}`,
        server_name: serverName,
        min_version: "TLS13",
      },
    },
  ]);
