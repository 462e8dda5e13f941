// The observee's side of the trust: its server certificate, and the client CAs that its edge accepts.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { bundle } from "../../specs/pem";
import { childOf } from "../child";
import { expiryAlerts } from "./expiry-alerts";
import { serverCertificate, type ServerCertificateArgs } from "./server-certificate";

export interface EdgeTrustArgs extends ServerCertificateArgs {
  /** CA certificates whose client certificates the edge accepts, PEM; with none there is no edge. */
  readonly clientCas: readonly string[];
}

export class EdgeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** Secret with the server certificate. */
  public readonly serverSecret: string;
  /** CA certificates that the observer shall trust, for this observee only; none means the system's. */
  public readonly published: pulumi.Input<string>[];
  /** Since when the server certificate has been there, RFC 3339; absent where it is not made here. */
  public readonly leafSince: pulumi.Output<string> | undefined;
  /** End dates of the certificates that are made here. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: EdgeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeTrust.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { namespace, clientCas, cluster } = args;

    const server = serverCertificate(name, args, this, child);
    if (clientCas.length > 0) {
      // A Secret though it holds nothing secret: Ingress controllers read client CAs from nowhere else.
      new k8s.core.v1.Secret(
        `${name}-client-ca`,
        {
          metadata: { name: NAMES.clientCa, namespace },
          stringData: { "ca.crt": bundle(clientCas) },
        },
        child,
      );
    }
    // Others watch over certificates that are not made here.
    if (Object.keys(server.ends).length > 0) {
      expiryAlerts(`${name}-expiry`, cluster, namespace, server.ends, child);
    }
    this.serverSecret = server.secretName;
    this.published = server.published;
    this.leafSince = server.leafSince;
    this.ends = server.ends;
    this.registerOutputs({
      published: this.published,
      leafSince: this.leafSince,
      ends: this.ends,
    });
  }
}
