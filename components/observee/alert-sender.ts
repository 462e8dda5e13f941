// An observee's end of alert delivery: the client certificate with which Prometheus sends alerts to the observer.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeOutputs } from "../../stacks/outputs";
import { sendingEnd } from "../pki/alert-trust-spec";
import type { CertificateSettings } from "../pki/spec";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import type { ObserveeArgs } from "./args";
import { AlertTrust, LeavingAlertTrust } from "../pki/alert-trust";

export interface AlertSender {
  readonly trust: AlertTrust;
  /** Output for the next `up`. */
  readonly rotation: ObserveeOutputs["senderRotation"];
  /** Prometheus' settings for this Alertmanager; undefined while the observer does not list this cluster. */
  readonly sentAlerts: ClusterMetricsArgs["sentAlerts"];
}

/** Creates the certificate if the configuration asks for it, even before the observer trusts its CA. */
export function alertSender(
  name: string,
  { alerting, cluster, observerAlertmanager, leavingAlerting }: ObserveeArgs,
  certificates: CertificateSettings,
  parent: pulumi.Resource,
): AlertSender | undefined {
  const common = { end: sendingEnd(cluster), certificates };
  if (leavingAlerting !== undefined) {
    new LeavingAlertTrust(`${name}-trust`, { ...common, rotation: leavingAlerting }, { parent });
  }
  if (alerting === undefined) {
    return undefined;
  }
  const trust = new AlertTrust(`${name}-trust`, { ...common, rotation: alerting.ca }, { parent });
  return {
    trust,
    rotation: { ...alerting.ca, leafSince: trust.leafSince },
    sentAlerts:
      observerAlertmanager === undefined ? undefined : { observerAlertmanager, sender: trust.leaf },
  };
}
