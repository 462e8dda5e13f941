// An observee's end of alert delivery: the client certificate with which Prometheus sends alerts to the observer.
import type * as pulumi from "@pulumi/pulumi";
import type { ObserveeOutputs } from "../../stacks/outputs";
import type { ClusterMetricsArgs } from "../cluster-metrics/component";
import type { ObserveeArgs } from "./args";
import type { Issued } from "../pki/certificates/issue";
import { sendingEnd } from "../pki/trust/alert-trust-spec";
import { AlertTrust, type AlertTrustArgs } from "../pki/trust/alert-trust";

export type AlertSenderArgs = Omit<ObserveeArgs, "certificates"> &
  Pick<AlertTrustArgs, "certificates">;

/** The certificate, and the settings that use it. */
export interface AlertSender {
  readonly issued: Issued;
  /** Output for the next `up`. */
  readonly rotation: ObserveeOutputs["senderRotation"];
  /** Prometheus' settings for this Alertmanager; undefined while the observer does not list this cluster. */
  readonly sentAlerts: ClusterMetricsArgs["sentAlerts"];
}

/** Creates the certificate if the configuration asks for it, even before the observer trusts its CA. */
export function alertSender(
  name: string,
  args: AlertSenderArgs,
  parent: pulumi.Resource,
): AlertSender | undefined {
  const { alerting, cluster, observerAlertmanager } = args;
  const rotation = alerting?.ca ?? args.leavingAlerting;
  if (rotation === undefined) {
    return undefined;
  }
  const { issued } = new AlertTrust(
    `${name}-trust`,
    { ...args, end: sendingEnd(cluster), rotation, retired: alerting === undefined },
    { parent },
  );
  return (
    issued && {
      issued,
      rotation: { ...rotation, leafSince: issued.leaf.since },
      sentAlerts: observerAlertmanager && { observerAlertmanager, sender: issued.leaf },
    }
  );
}
