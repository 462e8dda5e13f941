// The observee's side: a server certificate from a CA of its own, and the client CAs that its edge accepts.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import { NAMES } from "../../specs/names";
import { bundle } from "../../specs/pem";
import { childOf } from "../child";
import { Authority } from "./authority";
import { Leaf } from "./leaf";

export interface EdgeTrustArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly serverName: string;
  /** CA certificates whose client certificates the edge accepts, PEM; at least one. */
  readonly clientCas: readonly string[];
}

export class EdgeTrust extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:EdgeTrust";
  /** What the observer shall trust, for this observee only. */
  public readonly serverCaPem: pulumi.Output<string>;
  public readonly ends: {
    readonly ca: pulumi.Output<string>;
    readonly leaf: pulumi.Output<string>;
  };

  constructor(name: string, args: EdgeTrustArgs, opts?: pulumi.ComponentResourceOptions) {
    super(EdgeTrust.TYPE, name, {}, opts);
    const child = childOf(this, opts);
    const { namespace, serverName } = args;

    const authority = new Authority(
      `${name}-ca`,
      { commonName: `${args.cluster} server CA` },
      { parent: this },
    );
    const leaf = new Leaf(
      `${name}-leaf`,
      { authority, commonName: serverName, use: "server", dnsNames: [serverName] },
      { parent: this },
    );
    new k8s.core.v1.Secret(
      `${name}-server`,
      {
        metadata: { name: NAMES.serverTls, namespace },
        type: "kubernetes.io/tls",
        stringData: { "tls.crt": leaf.certPem, "tls.key": leaf.keyPem },
      },
      child,
    );
    // A Secret though it holds nothing secret: Ingress controllers read client CAs from nowhere else.
    new k8s.core.v1.Secret(
      `${name}-client-ca`,
      {
        metadata: { name: NAMES.clientCa, namespace },
        stringData: { "ca.crt": bundle(args.clientCas) },
      },
      child,
    );
    this.serverCaPem = authority.certPem;
    this.ends = { ca: authority.ends, leaf: leaf.ends };
    this.registerOutputs({ serverCaPem: this.serverCaPem, ends: this.ends });
  }
}
