// A leaf certificate for one purpose: to call an observee, or to serve as one.
import * as pulumi from "@pulumi/pulumi";
import * as tls from "@pulumi/tls";
import { USES, type CertificateSettings } from "./spec";
import { wholeSeconds } from "./expiry";
import { suffixOf } from "./rotation";
import { childOptions } from "../../kubernetes/resource-options";
import type { Authority } from "./authority";

export interface LeafArgs {
  readonly authority: Authority;
  /** That of the authority. A key ends with it: without a list of revocations, a rotation is what stops a stolen one. */
  readonly generation: number;
  readonly certificates: CertificateSettings;
  readonly commonName: string;
  /** A certificate serves one end of a connection only. */
  readonly use: "client" | "server";
  /** Names that a server answers to; empty for a client. */
  readonly dnsNames: readonly string[];
}

export class Leaf extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:Leaf";
  public readonly certPem: pulumi.Output<string>;
  /** The private key, a secret; for the Secret that holds it beside the certificate, and for nothing else. */
  public readonly keyPem: pulumi.Output<string>;
  /** Begin and end of the certificate, RFC 3339. */
  public readonly since: pulumi.Output<string>;
  public readonly ends: pulumi.Output<string>;

  constructor(name: string, args: LeafArgs, opts?: pulumi.ComponentResourceOptions) {
    super(Leaf.TYPE, name, {}, opts);
    const child = childOptions(this, opts);

    const asked = `${name}${suffixOf(args.generation)}`;
    const key = new tls.PrivateKey(
      `${asked}-key`,
      { algorithm: "ECDSA", ecdsaCurve: args.certificates.curve },
      child,
    );
    const request = new tls.CertRequest(
      `${asked}-request`,
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
