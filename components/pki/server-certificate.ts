// Where an observee's server certificate comes from: a CA of its own, cert-manager, or a Secret that is there already.
import * as k8s from "@pulumi/kubernetes";
import type * as pulumi from "@pulumi/pulumi";
import type { ServerCertificateConfig } from "../../specs/config/certificates";
import { NAMES } from "../../specs/names";
import { edgeCertificate } from "../../specs/pki/cert-manager";
import type { CertificateSettings } from "../../specs/pki/certificates";
import { issueOwn } from "./own-certificate";

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
    case "self": {
      const own = issueOwn(
        name,
        { ...args, rotation: from.ca, commonName: serverName, use: "server" },
        { parent },
      );
      new k8s.core.v1.Secret(
        `${name}-server`,
        {
          metadata: { name: NAMES.serverTls, namespace },
          type: "kubernetes.io/tls",
          stringData: { "tls.crt": own.leaf.certPem, "tls.key": own.leaf.keyPem },
        },
        child,
      );
      return {
        secretName: NAMES.serverTls,
        published: own.published,
        leafSince: own.leaf.since,
        ends: own.ends,
      };
    }
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
