// A small certificate authority of its own: a key that never leaves this stack's state, and a certificate to hand out.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import type { CertificateSettings } from "./spec";
import { wholeSeconds } from "./expiry";
import { childOptions } from "../../kubernetes/resource-options";

export interface AuthorityArgs {
  /** Who it is, as readers of the certificate see it. */
  readonly commonName: string;
  readonly certificates: CertificateSettings;
  /** Whether it signs: without its key nothing that it signed can be renewed, so Pulumi then refuses to delete it. */
  readonly signs: boolean;
}

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

  /** Signs a request; the key is handed to the provider and to nobody else. */
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
