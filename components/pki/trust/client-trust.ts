// The observer's certificates for one observee: a CA for that observee alone, and the TLS querier's client certificate.
import { clientTlsName } from "../../tls-querier/part";
import * as pulumi from "@pulumi/pulumi";
import type { CertificateSettings } from "../spec";
import type { Rotation } from "../rotation/phases";
import { childOptions } from "../../../kubernetes/resource-options";
import * as k8s from "../../../kubernetes/k8s";
import { makeAuthorities } from "../authority/generations";
import { expiryAlerts } from "../expiry/component";
import { issue } from "../certificates/issue";

export interface ClientTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly observee: string;
  readonly namespace: string;
  /** Published address of docs/runbooks.md, for the links in its alerts. */
  readonly runbookUrl?: string | undefined;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** CA certificates of the observee's server; absent while it is pending, or if the system's CAs are used. */
  readonly serverCa: string | undefined;
}

export class ClientTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ClientTrust";
  /** CA certificates that the observee's edge must accept. */
  public readonly trustBundle: pulumi.Output<string>[];
  /** Secret that the TLS querier mounts. */
  public readonly secret: pulumi.CustomResource;
  /** Start of the client certificate's validity, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate name. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ClientTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    const { observee, certificates, namespace, runbookUrl } = args;
    const issued = issue(
      name,
      {
        ...{ certificates, rotation: args.rotation, commonName: args.observer, use: "client" },
        authority: authorityOf(args),
        called: { ca: `clientCa/${observee}`, leaf: `client/${observee}` },
      },
      { parent: this },
    );
    this.secret = new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { name: clientTlsName(observee), namespace },
        stringData: {
          "tls.crt": issued.leaf.certPem,
          "tls.key": issued.leaf.keyPem,
          ...(args.serverCa === undefined ? {} : { "ca.crt": args.serverCa }),
        },
      },
      childOptions(this, opts),
    );
    this.trustBundle = issued.published;
    this.leafSince = issued.leaf.since;
    this.ends = issued.ends;
    // One PrometheusRule per observee, so that adding an observee changes no other's.
    const place = { cluster: args.observer, namespace, runbookUrl };
    expiryAlerts(`${name}-expiry`, observee, place, issued, childOptions(this, opts));
    this.registerOutputs({
      published: this.trustBundle,
      leafSince: this.leafSince,
      ends: this.ends,
    });
  }
}

export type LeavingTrustArgs = Pick<
  ClientTrustArgs,
  "observer" | "observee" | "certificates" | "rotation"
>;

/**
 * The CA of an observee that was removed or revoked; no client certificate, Secret or output. The CA stays unprotected
 * for one `up`, since Pulumi deletes no protected resource.
 */
export class LeavingTrust extends pulumi.ComponentResource {
  constructor(name: string, args: LeavingTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    const { certificates, rotation } = args;
    const ca = { commonName: authorityOf(args), certificates, rotation, kept: false };
    makeAuthorities(`${name}-ca`, ca, { parent: this });
    this.registerOutputs({});
  }
}

const authorityOf = ({ observer, observee }: LeavingTrustArgs): string =>
  `${observer} client CA for ${observee}`;
