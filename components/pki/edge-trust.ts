// The observee's side of the trust: its server certificate, and the client CAs that its edge accepts.
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../kubernetes/names";
import type { ExpiringCertificate } from "./alerts";
import { bundle } from "./pem";
import { childOptions } from "../../kubernetes/resource-options";
import * as k8s from "../../kubernetes/k8s";
import { expiryAlerts } from "./expiry-alert-rules";
import { serverCertificate, type ServerCertificateArgs } from "./server-certificate";

export interface EdgeTrustArgs extends ServerCertificateArgs {
  /** CA certificates whose client certificates the edge accepts, PEM; with none there is no edge. */
  readonly clientCas: readonly string[];
  /** Where people read what to do about its alerts. */
  readonly runbookUrl?: string | undefined;
}

export class EdgeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** Secret with the server certificate. */
  public readonly serverSecret: string;
  /** The Secrets of the edge that are made here. */
  public readonly outputDependencies: readonly pulumi.CustomResource[];
  /** CA certificates that the observer shall trust, for this observee only; none means the system's. */
  public readonly trustBundle: pulumi.Input<string>[];
  /** Since when the server certificate has been there, RFC 3339; absent where it is not made here. */
  public readonly leafSince: pulumi.Output<string> | undefined;
  /** End dates of the certificates that are made here or stand in configuration. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  /** Certificates whose end only a metric tells. */
  public readonly expiryMetrics: readonly ExpiringCertificate[];

  constructor(name: string, args: EdgeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeTrust.TYPE, name, {}, opts);
    const child = childOptions(this, opts);
    const { namespace, clientCas, cluster, runbookUrl } = args;

    const server = serverCertificate(name, args, this, child);
    // A Secret though it holds nothing secret: Ingress controllers read client CAs from nowhere else.
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
    // What is in a Secret of somebody else's, that one watches over.
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
