// The certificates of an observee that remote-writes: its own CA, and Prometheus' client certificate.
import * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import type { CertificateSettings } from "../spec";
import type { Rotation } from "../rotation/phases";
import { EdgeTrust } from "./edge-trust";
import { expiryAlerts, type Expiring } from "../expiry/component";
import type { Leaf } from "../certificates/leaf";
import { issueOwn } from "../certificates/own-certificate";

export interface WriterTrustArgs {
  /** Common name by which Receive identifies it: everything it writes gets this `cluster` label. */
  readonly cluster: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
}

/** Has the type token of `EdgeTrust`, whose CA it takes over: changing the kind of connection keeps the CA. */
export class WriterTrust extends pulumi.ComponentResource {
  public readonly leaf: Leaf;
  /** CA certificates that Receive must accept for this cluster. */
  public readonly trustBundle: pulumi.Input<string>[];
  /** Start of the client certificate's validity, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate name. */
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

  /** Adds the expiry alerts. They need the namespace, but Prometheus, created with it, needs the certificate. */
  watch(place: AlertPlace, namespaceResource: pulumi.Resource): void {
    expiryAlerts(`${this.name}-expiry`, this.args.cluster, place, this.expiring, {
      parent: this,
      dependsOn: [namespaceResource],
    });
  }
}
