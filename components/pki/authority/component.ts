// A small certificate authority: a key that never leaves this stack's state, and a CA certificate to distribute.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { CertificateSettings } from "../spec";
import { wholeSeconds } from "../expiry/end-dates";
import { childOptions } from "../../../kubernetes/resource-options";

export interface AuthorityArgs {
  /** Subject of the CA certificate. */
  readonly commonName: string;
  readonly certificates: CertificateSettings;
  /**
   * Whether it signs leaf certificates. Pulumi then refuses to delete its key, without which no leaf can be renewed.
   */
  readonly signs: boolean;
}

/** A private key and a self-signed CA certificate. */
export class Authority extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:Authority";
  /** The CA certificate, PEM. */
  public readonly certPem: pulumi.Output<string>;
  /** End of the CA certificate, RFC 3339. */
  public readonly ends: pulumi.Output<string>;
  private readonly keyPem: pulumi.Output<string>;

  constructor(name: string, args: AuthorityArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Authority.TYPE, name, {}, opts);
    const child = childOptions(this, opts);

    const key = new tls.PrivateKey(
      `${name}-key`,
      { algorithm: "ECDSA", ecdsaCurve: args.certificates.curve },
      { ...child, protect: args.signs },
    );
    const cert = new tls.SelfSignedCert(
      `${name}-cert`,
      {
        privateKeyPem: key.privateKeyPem,
        isCaCertificate: true,
        setSubjectKeyId: true,
        subject: { commonName: args.commonName, organization: "thanos-fleet" },
        validityPeriodHours: args.certificates.caHours,
        allowedUses: ["cert_signing", "crl_signing"],
      },
      child,
    );
    this.keyPem = key.privateKeyPem;
    this.certPem = cert.certPem;
    this.ends = cert.validityEndTime.apply(wholeSeconds);
    this.registerOutputs({ certPem: this.certPem, ends: this.ends });
  }

  /** Signs a request; the key is passed only to the tls provider. */
  sign(
    name: string,
    args: Omit<tls.LocallySignedCertArgs, "caPrivateKeyPem" | "caCertPem">,
    opts: pulumi.CustomResourceOptions,
  ): tls.LocallySignedCert {
    return new tls.LocallySignedCert(
      name,
      { ...args, caPrivateKeyPem: this.keyPem, caCertPem: this.certPem },
      opts,
    );
  }
}
