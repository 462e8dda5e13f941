// The observee's certificates for its edge: the server certificate, and the client CAs that the edge accepts.
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../../kubernetes/names";
import type { ExpiringCertificate } from "../expiry/alerts";
import { bundle } from "../certificates/pem";
import { childOptions } from "../../../kubernetes/resource-options";
import * as k8s from "../../../kubernetes/k8s";
import { expiryAlerts } from "../expiry/component";
import { serverCertificate, type ServerCertificateArgs } from "../certificates/server-certificate";

export interface EdgeTrustArgs extends ServerCertificateArgs {
  /** CA certificates whose client certificates the edge accepts, PEM; if empty, there is no edge. */
  readonly clientCas: readonly string[];
  /** Published address of docs/runbooks.md, for the links in its alerts. */
  readonly runbookUrl?: string | undefined;
}

export class EdgeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** Secret with the server certificate. */
  public readonly serverSecret: string;
  /** Secrets and Certificates of the edge that this program creates. */
  public readonly outputDependencies: readonly pulumi.CustomResource[];
  /** CA certificates that the observer must trust, for this observee only; empty means the system's CAs. */
  public readonly trustBundle: pulumi.Input<string>[];
  /** Start of the server certificate's validity, RFC 3339; undefined if it is not issued here. */
  public readonly leafSince: pulumi.Output<string> | undefined;
  /** End dates of the certificates that are issued here or are in the configuration. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** Certificates whose end date is known only from a metric. */
  public readonly expiryMetrics: readonly ExpiringCertificate[];

  constructor(name: string, args: EdgeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeTrust.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, clientCas, cluster, runbookUrl } = args;

    const server = serverCertificate(name, args, this, child);
    // A Secret although it holds nothing secret: Ingress controllers read client CAs from Secrets only.
    const callers =
      clientCas.length === 0
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
    // Nothing is known of a supplied Secret's certificate: its owner has to monitor it.
    if (Object.keys(server.ends).length + server.expiryMetrics.length > 0) {
      const place = { cluster, namespace, runbookUrl };
      expiryAlerts(`${name}-expiry`, cluster, place, server, child, server.expiryMetrics);
    }
    this.serverSecret = server.secretName;
    this.outputDependencies = [...server.outputDependencies, ...callers];
    this.trustBundle = server.trustBundle;
    this.leafSince = server.leafSince;
    this.ends = server.ends;
    this.expiryMetrics = server.expiryMetrics;
    this.registerOutputs({
      published: this.trustBundle,
      leafSince: this.leafSince,
      ends: this.ends,
    });
  }
}
