// The observer's side of the trust in one observee: an authority for it alone, and the certificate to call it with.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clientTlsName } from "../../specs/names";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { childOf } from "../child";
import { makeAuthorities, type Authorities } from "./authorities";
import { expiryAlerts } from "./expiry-alerts";
import { Leaf } from "./leaf";

export interface ClientTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly observee: string;
  readonly namespace: string;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** CA certificates of the observee's server; absent while it is pending, or where the system's are used. */
  readonly serverCa: string | undefined;
}

export class ClientTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ClientTrust";
  /** What the observee's edge shall accept. */
  public readonly published: pulumi.Output<string>[];
  /** Since when the client certificate has been there, RFC 3339. */
  public readonly leafSince: pulumi.Output<string>;
  /** End dates by certificate. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ClientTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    const { observee, certificates } = args;
    const authorities = clientAuthorities(name, { ...args, kept: true }, this);
    const leaf = new Leaf(
      `${name}-leaf`,
      {
        authority: authorities.signing,
        certificates,
        commonName: args.observer,
        use: "client",
        dnsNames: [],
      },
      { parent: this },
    );
    new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { name: clientTlsName(observee), namespace: args.namespace },
        stringData: {
          "tls.crt": leaf.certPem,
          "tls.key": leaf.keyPem,
          ...(args.serverCa === undefined ? {} : { "ca.crt": args.serverCa }),
        },
      },
      childOf(this, opts),
    );
    this.published = authorities.published;
    this.leafSince = leaf.since;
    this.ends = {
      ...Object.fromEntries(
        Object.entries(authorities.ends).map(([generation, end]) => [
          `clientCa/${observee}/${generation}`,
          end,
        ]),
      ),
      [`client/${observee}`]: leaf.ends,
    };
    // One object for each observee, so that one that comes changes nothing of another.
    expiryAlerts(`${name}-expiry`, observee, args.namespace, this.ends, childOf(this, opts));
    this.registerOutputs({
      published: this.published,
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
 * The trust in an observee that was removed or revoked: no certificate to call it, no Secret, nothing handed out. Its
 * authority stays for one `up` with its protection taken off, since Pulumi deletes nothing that is still protected.
 */
export class LeavingTrust extends pulumi.ComponentResource {
  constructor(name: string, args: LeavingTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    clientAuthorities(name, { ...args, kept: false }, this);
    this.registerOutputs({});
  }
}

const clientAuthorities = (
  name: string,
  args: LeavingTrustArgs & { readonly kept: boolean },
  parent: pulumi.Resource,
): Authorities =>
  makeAuthorities(
    `${name}-ca`,
    {
      commonName: `${args.observer} client CA for ${args.observee}`,
      certificates: args.certificates,
      rotation: args.rotation,
      kept: args.kept,
    },
    { parent },
  );
