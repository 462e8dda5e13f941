// An observee's end of the way that alerts go: the certificate with which Prometheus sends them to the observer.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeSettings } from "../../config/observee";
import type { ObserveeOutputs, ServerEndpoint } from "../../stacks/contract";
import { sendingEnd } from "../pki/alert-trust-spec";
import type { CertificateSettings } from "../pki/spec";
import type { Rotation } from "../pki/rotation";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import { AlertTrust, LeavingAlertTrust } from "../pki/alert-trust";

export interface AlertSenderArgs extends Pick<ObserveeSettings, "alerting" | "cluster"> {
  /** The observer's Alertmanager; absent while this cluster is shut out. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  /** Where the CA was left by the last `up`, if configuration sends no alerts any more. */
  readonly leavingAlerting?: Rotation | undefined;
}

export interface AlertSender {
  readonly trust: AlertTrust;
  /** For the next `up`. */
  readonly rotation: ObserveeOutputs["senderRotation"];
  /** What Prometheus is told; nothing while this cluster is shut out. */
  readonly sentAlerts: ClusterMetricsArgs["sentAlerts"];
}

/** Makes the certificate where configuration asks for it, also before the observer knows its CA. */
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
