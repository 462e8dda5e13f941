// An observee's end of alert delivery: the client certificate with which Prometheus sends alerts to the observer.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeSettings } from "../../config/observee";
import type { ObserveeOutputs, ServerEndpoint } from "../../stacks/contract";
import { sendingEnd } from "../pki/trust/alert-trust-spec";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation/phases";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import { AlertTrust, LeavingAlertTrust } from "../pki/trust/alert-trust";

export interface AlertSenderArgs extends Pick<ObserveeSettings, "alerting" | "cluster"> {
  /** The observer's Alertmanager; absent while the observer does not list this cluster. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  /** Rotation of the CA in the last `up`, if the configuration no longer sends alerts. */
  readonly leavingAlerting?: Rotation | undefined;
}

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
  { alerting, cluster, observerAlertmanager, leavingAlerting }: AlertSenderArgs,
  certificates: CertificateSettings,
  parent: pulumi.Resource,
): AlertSender | undefined {
  const about = { end: sendingEnd(cluster), certificates };
  if (leavingAlerting !== undefined) {
    new LeavingAlertTrust(`${name}-trust`, { ...about, rotation: leavingAlerting }, { parent });
  }
  if (alerting === undefined) {
    return undefined;
  }
  const trust = new AlertTrust(`${name}-trust`, { ...about, rotation: alerting.ca }, { parent });
  return {
    trust,
    rotation: { ...alerting.ca, leafSince: trust.leafSince },
    sentAlerts:
      observerAlertmanager === undefined ? undefined : { observerAlertmanager, sender: trust.leaf },
  };
}
