// An observee's certificates: those of its edge and the client CAs that the edge accepts, or the one for remote write.
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import {
  observeeCertificate,
  type ObserveeCertificate,
  type ObserveeCertificateArgs,
} from "../certificates/observee-certificate";
import { bundle } from "../certificates/pem";
import { endDatesOf, expiryAlerts, type EndDates } from "../expiry/component";

export interface ObserveeTrustArgs extends ObserveeCertificateArgs, AlertPlace {
  /** CA certificates whose client certificates the edge accepts, PEM; if empty, there is no edge. */
  readonly clientCas: readonly string[];
  /** May resolve later if the cluster remote-writes: Prometheus, made with the namespace, needs the certificate. */
  readonly namespaceResource: pulumi.Input<pulumi.Resource>;
}

/** One component for both kinds of connection: changing the kind keeps the CA. */
export class ObserveeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** The certificate; `outputDependencies` also has the Secret with the client CAs. */
  public readonly own: ObserveeCertificate;
  /** End dates of the certificates that are issued here or are in the configuration. */
  public readonly ends: EndDates;

  constructor(name: string, args: ObserveeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ObserveeTrust.TYPE, name, {}, opts);
    const { cluster, namespace, serverName, clientCas } = args;
    const child = { parent: this, dependsOn: [args.namespaceResource] };

    const own = observeeCertificate(name, args, this, child);
    // A Secret although it holds nothing secret: Ingress controllers read client CAs from Secrets only.
    const callers =
      serverName === undefined || clientCas.length === 0
        ? []
        : [
            new k8s.core.v1.Secret(
              `${name}-client-ca`,
              {
                metadata: { name: NAMES.clientCa, namespace },
                stringData: { "ca.crt": bundle(clientCas) },
              },
              child,
            ),
          ];
    const { certificates, expiryMetrics, trustBundle } = own;
    // Nothing is known of a supplied Secret's certificate: its owner has to monitor it.
    if (Object.keys(certificates).length + expiryMetrics.length > 0) {
      expiryAlerts(`${name}-expiry`, cluster, args, certificates, child, expiryMetrics);
    }
    this.own = { ...own, outputDependencies: [...own.outputDependencies, ...callers] };
    this.ends = endDatesOf(certificates);
    this.registerOutputs({
      published: trustBundle,
      leafSince: own.leaf?.since,
      ends: this.ends,
    });
  }
}
