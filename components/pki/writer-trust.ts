// The trust of an observee that pushes: a CA of its own, and the certificate of it with which Prometheus writes.
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../kubernetes/alerts/alert";
import type { CertificateSettings } from "./spec";
import type { Rotation } from "./rotation";
import { EdgeTrust } from "./edge-trust";
import { expiryAlerts, type Expiring } from "./expiry-alert-rules";
import type { Leaf } from "./leaf";
import { issueOwn } from "./own-certificate";

export interface WriterTrustArgs {
  /** The name that Receive knows it by: whatever it writes has this `cluster` label. */
  readonly cluster: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
}

/** Of the same type as an edge's, whose CA it takes over: another way in is no other CA. */
export class WriterTrust extends pulumi.ComponentResource {
  public readonly leaf: Leaf;
  /** CA certificates that Receive shall accept for this cluster. */
  public readonly trustBundle: pulumi.Input<string>[];
  /** Since when the certificate has been there, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  private readonly expiring: Expiring;

  constructor(
    private readonly name: string,
    private readonly args: WriterTrustArgs,
    opts?: pulumi.ComponentResourceOptions,
  ) {
    super(EdgeTrust.TYPE, name, {}, opts);
    const own = issueOwn(
      name,
      { ...args, commonName: args.cluster, use: "client" },
      { parent: this },
    );
    this.leaf = own.leaf;
    this.trustBundle = own.published;
    this.leafSince = own.leaf.since;
    this.ends = own.ends;
    this.expiring = own;
    this.registerOutputs({
      published: this.trustBundle,
      leafSince: this.leafSince,
      ends: this.ends,
    });
  }

  /** Alerts before they end, once the namespace is there: Prometheus needs the certificate before that. */
  watch(place: AlertPlace, namespaceResource: pulumi.Resource): void {
    expiryAlerts(`${this.name}-expiry`, this.args.cluster, place, this.expiring, {
      parent: this,
      dependsOn: [namespaceResource],
    });
  }
}
