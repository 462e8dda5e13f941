// Certificates for one end of alert delivery from an observee to the observer: that end's CA and its leaf.
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import { bundle } from "../certificates/pem";
import type { AlertEnd } from "./alert-trust-spec";
import type { CertificateSettings } from "../spec";
import type { Rotation } from "../rotation/phases";
import { makeAuthorities } from "../authority/generations";
import { expiryAlerts, type Expiring } from "../expiry/component";
import { issue } from "../certificates/issue";
import type { Leaf } from "../certificates/leaf";

export interface AlertTrustArgs {
  readonly end: AlertEnd;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
}

export class AlertTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:AlertTrust";
  public readonly leaf: Leaf;
  /** CA certificates that the other end must trust, PEM bundle. */
  public readonly ca: pulumi.Output<string>;
  /** Start of the leaf's validity, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate name. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  private readonly expiring: Expiring;

  constructor(
    private readonly name: string,
    private readonly args: AlertTrustArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(AlertTrust.TYPE, name, {}, opts);
    const { end, ...about } = args;
    const issued = issue(
      name,
      {
        ...about,
        authority: end.authority,
        commonName: end.commonName,
        use: end.use,
        called: { ca: `${end.called}Ca`, leaf: end.called },
      },
      { parent: this },
    );
    this.leaf = issued.leaf;
    this.ca = pulumi.all(issued.published).apply(bundle);
    this.leafSince = issued.leaf.since;
    this.ends = issued.ends;
    this.expiring = issued;
    this.registerOutputs({ ca: this.ca, leafSince: this.leafSince, ends: this.ends });
  }

  /** Adds the expiry alerts. They need the namespace, whose component in turn needs the certificate. */
  watch(place: AlertPlace, namespaceResource: pulumi.Resource): void {
    expiryAlerts(`${this.name}-expiry`, this.args.end.alerts, place, this.expiring, {
      parent: this,
      dependsOn: [namespaceResource],
    });
  }
}

/** For an end that is removed: its CA stays unprotected for one `up`, since Pulumi deletes no protected resource. */
export class LeavingAlertTrust extends pulumi.ComponentResource {
  constructor(
    name: string,
    { end, ...about }: AlertTrustArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(AlertTrust.TYPE, name, {}, opts);
    makeAuthorities(
      `${name}-ca`,
      { ...about, commonName: end.authority, kept: false },
      { parent: this },
    );
    this.registerOutputs({});
  }
}
