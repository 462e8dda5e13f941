// Rules over several keys of an observee.
import { exposureErrors } from "../components/edge/config";
import { serverNameErrors } from "../components/edge/server-name";
import { controllerErrors } from "../components/network-policies/from-config/controllers";
import { observeeStoreErrors } from "../components/object-store/in-cluster/config";
import { formatValue, type ConfigError } from "./errors";
import type { ObserveeSettings } from "./observee";

/** Errors between keys. Keys with errors of their own are absent from `config`; `stack` is this stack's full name. */
export function observeeErrors(config: Partial<ObserveeSettings>, stack: string): ConfigError[] {
  const { exposure: edge, serverName, serverCertificate: certificate, observer } = config;
  const remoteWrites = edge?.kind === "remoteWrite";
  const errors: (ConfigError | false)[] = [
    observer?.stack === stack && {
      path: "observer.stack",
      value: formatValue(stack),
      rule: "a stack cannot be its own observer",
      fix: "name the stack whose role is observer",
    },
    config.alerting !== undefined &&
      config.externalPrometheus !== undefined && {
        path: "alerting",
        rule: "with externalPrometheus no Prometheus is deployed that could send alerts",
        fix: "remove alerting",
      },
    remoteWrites &&
      config.externalPrometheus !== undefined && {
        path: "exposure.kind",
        value: formatValue("remoteWrite"),
        rule: "with externalPrometheus no Prometheus is deployed that could remote-write",
        fix: "choose another exposure",
      },
    remoteWrites &&
      config.objectStore?.kind === "inCluster" && {
        path: "objectStore.kind",
        value: formatValue("inCluster"),
        rule: "the observer cannot reach this cluster, so it cannot read a store in it",
        fix: "use a store that both clusters reach",
      },
    remoteWrites &&
      serverName !== undefined && {
        path: "serverName",
        value: formatValue(serverName),
        rule: "a cluster that remote-writes has no server",
        fix: "remove serverName",
      },
    remoteWrites &&
      certificate !== undefined &&
      certificate.issuer !== "self" && {
        path: "serverCertificate.issuer",
        value: formatValue(certificate.issuer),
        rule: "a cluster that remote-writes needs a CA of its own: with another CA, every certificate that it signs could write in this cluster's name",
        fix: 'use "self", or remove serverCertificate',
      },
  ];
  return [
    ...exposureErrors(config),
    ...controllerErrors(config.networkPolicies, edge),
    ...serverNameErrors(config),
    ...errors.filter((error) => error !== false),
    ...observeeStoreErrors(config.objectStore),
  ];
}
