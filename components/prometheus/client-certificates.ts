// Secrets with Prometheus' client certificates: for the observer's Receive, and for the observer's Alertmanager.
import type * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../kubernetes/k8s";
import { NAMES } from "../../kubernetes/names";
import { metadata } from "../../kubernetes/workload";
import type { ServerEndpoint } from "../../stacks/contract";
import { ALERTING_KEYS, observerAlertmanagerYaml } from "./alerting";
import { prometheusPart } from "./services";

/** A client certificate and its private key, which is a secret. */
interface ClientCertificate {
  readonly certPem: pulumi.Output<string>;
  readonly keyPem: pulumi.Output<string>;
}

export interface ClientCertificateArgs {
  /** Receive and the client certificate for it, set together; no remote write by default. */
  readonly receive?: ServerEndpoint | undefined;
  readonly writer?: ClientCertificate | undefined;
  /** The observer's Alertmanager and the client certificate for it, set together; by default no alerts go there. */
  readonly observerAlertmanager?: ServerEndpoint | undefined;
  readonly sender?: ClientCertificate | undefined;
}

/** Creates those that are configured. The operator waits for the one of the resource's `remoteWrite`. */
export function clientCertificates(
  name: string,
  args: ClientCertificateArgs & { readonly namespace: string },
  opts: pulumi.CustomResourceOptions,
): k8s.core.v1.Secret[] {
  const { receive, writer, observerAlertmanager, sender } = args;
  const secret = (
    suffix: string,
    object: string,
    stringData: Record<string, pulumi.Input<string>>,
  ) =>
    new k8s.core.v1.Secret(
      `${name}-${suffix}`,
      { metadata: { ...metadata(prometheusPart(args.namespace)), name: object }, stringData },
      opts,
    );
  return [
    ...(receive === undefined || writer === undefined
      ? []
      : [
          secret("remote-write", NAMES.remoteWriteTls, {
            "tls.crt": writer.certPem,
            "tls.key": writer.keyPem,
            "ca.crt": receive.serverCa,
          }),
        ]),
    ...(observerAlertmanager === undefined || sender === undefined
      ? []
      : [
          secret("alerting", NAMES.alerting, {
            [ALERTING_KEYS.cert]: sender.certPem,
            [ALERTING_KEYS.key]: sender.keyPem,
            [ALERTING_KEYS.serverCa]: observerAlertmanager.serverCa,
            [ALERTING_KEYS.alertmanagers]: observerAlertmanagerYaml(observerAlertmanager),
          }),
        ]),
  ];
}
