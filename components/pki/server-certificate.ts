// The observee's server certificate: from a CA of its own, from cert-manager, or one that is there already.
import * as k8s from "@pulumi/kubernetes";
import * as pulumi from "@pulumi/pulumi";
import type { ServerCertificateConfig } from "../../specs/config/certificates";
import { NAMES } from "../../specs/names";
import { edgeCertificate } from "../../specs/pki/cert-manager";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { childOf } from "../child";
import { Authorities } from "./authorities";
import { Leaf } from "./leaf";

export interface ServerCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly serverCertificate: ServerCertificateConfig;
}

export class ServerCertificate extends pulumi.ComponentResource {
  static readonly TYPE = "thanos:pki:ServerCertificate";
  /** Secret with `tls.crt` and `tls.key`. */
  public readonly secretName: string;
  /** CA certificates that the observer shall trust, the older first; none means the system's. */
  public readonly published: pulumi.Input<string>[];
  /** End dates of the certificates that are made here. */
  public readonly ends: Readonly<Record<string, pulumi.Output<string>>>;

  constructor(name: string, args: ServerCertificateArgs, opts?: pulumi.ComponentResourceOptions) {
    super(ServerCertificate.TYPE, name, {}, opts);
    const made = make(name, args, this, childOf(this, opts));
    this.secretName = made.secretName;
    this.published = made.published;
    this.ends = made.ends;
    this.registerOutputs({ published: this.published, ends: this.ends });
  }
}

type Made = Pick<ServerCertificate, "secretName" | "published" | "ends">;

function make(
  name: string,
  args: ServerCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): Made {
  const { serverCertificate: from, namespace, serverName, certificates } = args;
  switch (from.issuer) {
    case "self":
      return issueOwn(name, { ...args, rotation: from.ca }, parent, child);
    case "certManager":
      new k8s.apiextensions.CustomResource(
        `${name}-certificate`,
        edgeCertificate(namespace, serverName, from.issuerRef, certificates),
        child,
      );
      return { secretName: NAMES.serverTls, published: caOf(from.caPem), ends: {} };
    case "supplied":
      return { secretName: from.secretName, published: caOf(from.caPem), ends: {} };
  }
}

const caOf = (pem: string | undefined): string[] => (pem === undefined ? [] : [pem]);

function issueOwn(
  name: string,
  args: ServerCertificateArgs & {
    readonly rotation: Rotation;
  },
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): Made {
  const { certificates, serverName } = args;
  const authorities = new Authorities(
    `${name}-ca`,
    { commonName: `${args.cluster} server CA`, certificates, rotation: args.rotation, kept: true },
    { parent },
  );
  const leaf = new Leaf(
    `${name}-leaf`,
    {
      authority: authorities.signing,
      certificates,
      commonName: serverName,
      use: "server",
      dnsNames: [serverName],
    },
    { parent },
  );
  new k8s.core.v1.Secret(
    `${name}-secret`,
    {
      metadata: { name: NAMES.serverTls, namespace: args.namespace },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": leaf.certPem, "tls.key": leaf.keyPem },
    },
    child,
  );
  const cas = Object.entries(authorities.ends).map(([generation, end]) => [
    `serverCa/${generation}`,
    end,
  ]);
  return {
    secretName: NAMES.serverTls,
    published: authorities.published,
    ends: { ...Object.fromEntries(cas), server: leaf.ends },
  };
}
