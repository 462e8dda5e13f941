// The observer's side of the trust in one observee: a CA for it alone, and the certificate to call it with.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { clientTlsName } from "../../specs/names";
import { childOf } from "../child";
import { Authority } from "./authority";
import { Leaf } from "./leaf";

export interface ClientTrustArgs {
  /** The observer's cluster name. */
  readonly observer: string;
  readonly observee: string;
  readonly namespace: string;
  /** CA certificate of the observee's server; absent while the observee is pending. */
  readonly serverCa: string | undefined;
}

export class ClientTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ClientTrust";
  /** What the observee's edge shall accept. */
  public readonly caPem: pulumi.Output<string>;
  /** End dates of the CA and of the client certificate. */
  public readonly ends: {
    readonly ca: pulumi.Output<string>;
    readonly leaf: pulumi.Output<string>;
  };

  constructor(name: string, args: ClientTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ClientTrust.TYPE, name, {}, opts);
    const child = childOf(this, opts);

    const authority = new Authority(
      `${name}-ca`,
      { commonName: `${args.observer} client CA for ${args.observee}` },
      { parent: this },
    );
    const leaf = new Leaf(
      `${name}-leaf`,
      { authority, commonName: args.observer, use: "client", dnsNames: [] },
      { parent: this },
    );
    new k8s.core.v1.Secret(
      `${name}-secret`,
      {
        metadata: { name: clientTlsName(args.observee), namespace: args.namespace },
        stringData: {
          "tls.crt": leaf.certPem,
          "tls.key": leaf.keyPem,
          ...(args.serverCa === undefined ? {} : { "ca.crt": args.serverCa }),
        },
      },
      child,
    );
    this.caPem = authority.certPem;
    this.ends = { ca: authority.ends, leaf: leaf.ends };
    this.registerOutputs({ caPem: this.caPem, ends: this.ends });
  }
}
