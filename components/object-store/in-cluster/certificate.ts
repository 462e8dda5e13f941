// The server certificate of the in-cluster S3 server, from a CA that signs nothing else.
import type * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import type { CaArgs } from "../../pki/authority/generations";
import { checksum } from "../../pki/certificates/fingerprint";
import { issue } from "../../pki/certificates/issue";
import type { DatedCertificates } from "../../pki/expiry/end-dates";

export interface StoreCertificateArgs extends Omit<CaArgs, "caName"> {
  readonly cluster: string;
  readonly namespace: string;
  /** DNS names of the server; the first is the one that the observer verifies. */
  readonly dnsNames: readonly [string, ...string[]];
}

/** The server's certificate and what depends on it. */
export interface StoreCertificate {
  /** The Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secret: pulumi.Resource;
  /** CA certificates to trust, PEM. */
  readonly ca: pulumi.Output<string>;
  /** Checksum of the server's certificate, for an annotation of its pod. */
  readonly checksum: pulumi.Output<string>;
  readonly certificates: DatedCertificates;
}

/** Creates the resources as children of `parent`. */
export function storeCertificate(
  name: string,
  args: StoreCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): StoreCertificate {
  const { cluster, namespace, certificates, rotation, dnsNames } = args;
  const {
    leaf,
    caBundle,
    certificates: issued,
  } = issue(
    name,
    {
      ...{ certificates, rotation, commonName: dnsNames[0], dnsNames, use: "server" },
      caName: `${cluster} object store CA`,
      names: { ca: "objectStoreCa", leaf: "objectStore" },
    },
    { parent },
  );
  const secret = new k8s.core.v1.Secret(
    `${name}-tls`,
    {
      metadata: { name: NAMES.objectStoreTls, namespace },
      stringData: { "tls.crt": leaf.certPem, "tls.key": leaf.keyPem, "ca.crt": caBundle },
    },
    child,
  );
  return {
    ...{ secret, ca: caBundle, certificates: issued },
    checksum: leaf.certPem.apply(checksum),
  };
}
