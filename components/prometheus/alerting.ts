// How Prometheus sends its alerts to the observer's Alertmanager. The operator drops the replica label from all of them.
// https://prometheus.io/docs/prometheus/latest/configuration/configuration/#alertmanager_config
import type { ServerEndpoint } from "../../stacks/contract";
import { NAMES } from "../../kubernetes/names";
import { toYaml } from "../../kubernetes/yaml";
import type { PrometheusSpec } from "../../kubernetes/prometheus-operator-types";

/** The operator mounts a Secret of this name here. */
const FOLDER = `/etc/prometheus/secrets/${NAMES.alerting}`;

/** Keys of the Secret: what to show, whom to trust, and the Alertmanager itself. */
export const ALERTING_KEYS = {
  cert: "tls.crt",
  key: "tls.key",
  serverCa: "ca.crt",
  alertmanagers: "alertmanagers.yaml",
} as const;

/**
 * The fields of the resource. In the operator's own list of Alertmanagers each is a Service of the cluster, so this one
 * is written as Prometheus itself reads it.
 */
export const observerAlertmanagerSpec: Pick<
  PrometheusSpec,
  "secrets" | "additionalAlertManagerConfigs"
> = {
  secrets: [NAMES.alerting],
  additionalAlertManagerConfigs: { name: NAMES.alerting, key: ALERTING_KEYS.alertmanagers },
};

/** Prometheus reads the files again when they change, so neither a renewal nor a rotation restarts it. */
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
