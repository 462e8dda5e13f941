// Where an observee's server certificate comes from: a CA of its own, cert-manager, or a Secret that is there already.
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ServerCertificateConfig } from "../../specs/config/certificates";
import { NAMES } from "../../specs/names";
import { edgeCertificate } from "../../specs/pki/cert-manager";
import type { CertificateSettings } from "../../specs/pki/certificates";
import type { Rotation } from "../../specs/pki/rotation";
import { makeAuthorities } from "./authorities";
import { Leaf } from "./leaf";

export interface ServerCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly serverCertificate: ServerCertificateConfig;
}

export interface ServerCertificate {
  /** Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** CA certificates that the observer shall trust, the older first; none means the system's. */
  readonly published: pulumi.Input<string>[];
  /** Since when the leaf has been there, RFC 3339; absent where it is not made here. */
  readonly leafSince?: pulumi.Output<string>;
  /** End dates of the certificates that are made here. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Makes what the issuer asks for, as children of `parent`. */
export function serverCertificate(
  name: string,
  args: ServerCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): ServerCertificate {
  const { serverCertificate: from, namespace, serverName, certificates } = args;
  switch (from.issuer) {
    case "self":
      return issueOwn(name, args, from.ca, parent, child);
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
  { cluster, namespace, serverName, certificates }: ServerCertificateArgs,
  rotation: Rotation,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): ServerCertificate {
  const authorities = makeAuthorities(
    `${name}-ca`,
    { commonName: `${cluster} server CA`, certificates, rotation, kept: true },
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
    `${name}-server`,
    {
      metadata: { name: NAMES.serverTls, namespace },
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
    leafSince: leaf.since,
    ends: { ...Object.fromEntries(cas), server: leaf.ends },
  };
}
