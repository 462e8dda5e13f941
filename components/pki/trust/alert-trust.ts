// Certificates for one end of alert delivery from an observee to the observer: that end's CA and its leaf.
import * as pulumi from "@pulumi/pulumi";
import { retireCa, type CaArgs } from "../authority/generations";
import { issue, type Issued } from "../certificates/issue";
import { endDatesOf } from "../expiry/component";
import type { AlertEnd } from "./alert-trust-spec";

export interface AlertTrustArgs extends Omit<CaArgs, "caName"> {
  /** Names of its certificates. */
  readonly end: AlertEnd;
  /** Whether the end is removed: its CA then stays for one `up`, and signs no leaf. */
  readonly retired: boolean;
}

/** The end's CA and leaf; only the CA if the end is removed. */
export class AlertTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:AlertTrust";
  /** The end's certificates; undefined if it is removed. */
  public readonly issued: Issued | undefined;

  constructor(name: string, args: AlertTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(AlertTrust.TYPE, name, {}, opts);
    const { certificates, rotation } = args;
    const { caName, commonName, use, certificateName } = args.end;
    const ca = { caName, certificates, rotation };
    if (args.retired) {
      retireCa(name, ca, { parent: this });
      this.registerOutputs({});
      return;
    }
    const names = { ca: `${certificateName}Ca`, leaf: certificateName };
    this.issued = issue(name, { ...ca, commonName, use, names }, { parent: this });
    this.registerOutputs({
      ca: this.issued.caBundle,
      leafSince: this.issued.leaf.since,
      ends: endDatesOf(this.issued.certificates),
    });
  }
}
