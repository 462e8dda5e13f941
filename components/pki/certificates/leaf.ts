// A leaf certificate with its key, for a client or for a server.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { USES, type CertificateSettings } from "../spec";
import { wholeSeconds } from "../expiry/end-dates";
import { suffixOf } from "../rotation/phases";
import { childOptions } from "../../../kubernetes/resource-options";
import type { Authority } from "../authority/component";

export interface LeafArgs {
  /** The CA that signs it. */
  readonly authority: Authority;
  /**
   * Generation of the CA. With each one the leaf gets a new key: without a revocation list, only that ends a stolen
   * one.
   */
  readonly generation: number;
  readonly certificates: CertificateSettings;
  /** Common name of the subject; for a client the name of its cluster. */
  readonly commonName: string;
  /** A certificate is valid for one end of a connection only. */
  readonly use: "client" | "server";
  /** DNS names of a server; empty for a client. */
  readonly dnsNames: readonly string[];
}

/** A private key and a certificate that the CA signed; an `up` renews the certificate once it is due. */
export class Leaf extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:Leaf";
  public readonly certPem: pulumi.Output<string>;
  /** Private key, a secret; only for the Secret that holds it together with the certificate. */
  public readonly keyPem: pulumi.Output<string>;
  /** Start of the validity, RFC 3339. */
  public readonly since: pulumi.Output<string>;
  /** End of the validity, RFC 3339. */
  public readonly ends: pulumi.Output<string>;

  constructor(name: string, args: LeafArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Leaf.TYPE, name, {}, opts);
    const child = childOptions(this, opts);

    const prefix = `${name}${suffixOf(args.generation)}`;
    const key = new tls.PrivateKey(
      `${prefix}-key`,
      { algorithm: "ECDSA", ecdsaCurve: args.certificates.curve },
      child,
    );
    const request = new tls.CertRequest(
      `${prefix}-request`,
      {
        privateKeyPem: key.privateKeyPem,
        subject: { commonName: args.commonName, organization: "thanos-fleet" },
        dnsNames: [...args.dnsNames],
      },
      child,
    );
    const cert = args.authority.sign(
      `${name}-cert`,
      {
        certRequestPem: request.certRequestPem,
        validityPeriodHours: args.certificates.leafHours,
        earlyRenewalHours: args.certificates.renewHours,
        allowedUses: [...USES[args.use]],
      },
      child,
    );
    this.certPem = cert.certPem;
    this.keyPem = key.privateKeyPem;
    this.since = cert.validityStartTime;
    this.ends = cert.validityEndTime.apply(wholeSeconds);
    this.registerOutputs({ certPem: this.certPem, since: this.since, ends: this.ends });
  }
}
