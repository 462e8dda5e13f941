// An observee's certificate from its own CA, or its edge's server certificate from cert-manager or an existing Secret.
import type * as pulumi from "@pulumi/pulumi";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import { retireCa } from "../authority/generations";
import type { ServerCertificateConfig } from "../config";
import type { DatedCertificates, ExpiringCertificate } from "../expiry/end-dates";
import { suppliedCertificates } from "../expiry/supplied-cas";
import type { Rotation } from "../rotation/phases";
import type { CertificateSettings } from "../spec";
import { edgeCertificate, edgeCertificateEnd } from "./cert-manager";
import { issue } from "./issue";
import type { Leaf } from "./leaf";

export interface ObserveeCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  /** DNS name of the edge; undefined for a client certificate with which the cluster remote-writes. */
  readonly serverName: string | undefined;
  readonly certificates: CertificateSettings;
  /** Remote write requires the issuer `self`. */
  readonly serverCertificate: ServerCertificateConfig;
  /** Rotation of the observee's own CA, if that no longer signs a certificate. */
  readonly leavingServer?: Rotation | undefined;
}

/** The certificate, and what the observer must trust to accept it. */
export interface ObserveeCertificate {
  /** The leaf; undefined if it is not issued here. */
  readonly leaf?: Leaf;
  /** Resources that fill the Secret of the edge; empty for an existing Secret. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
  /** CA certificates that the observer must trust, oldest first; empty means the system's CAs. */
  readonly trustBundle: pulumi.Input<string>[];
  /**
   * Certificates that are issued here or are in the configuration. Nothing is known of a supplied Secret's certificate:
   * its owner has to monitor it.
   */
  readonly certificates: DatedCertificates;
  /** Certificates whose end date is known only from a metric. */
  readonly expiryMetrics: readonly ExpiringCertificate[];
}

/**
 * Creates the issuer's resources as children of `parent`. Each issuer has its own Secret: when the issuer changes,
 * cert-manager keeps its Secret and Pulumi deletes its own, in either order.
 */
export function observeeCertificate(
  name: string,
  args: ObserveeCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): ObserveeCertificate {
  const { cluster, namespace, serverName, certificates, serverCertificate: from } = args;
  // The CA has one common name for both uses, so that changing the kind of connection keeps the CA.
  const ca = { caName: `${cluster} server CA`, certificates };
  if (args.leavingServer !== undefined) {
    retireCa(name, { ...ca, rotation: args.leavingServer }, { parent });
  }
  const commonName = serverName ?? cluster;
  switch (from.issuer) {
    case "self": {
      const use = serverName === undefined ? "client" : "server";
      const own = issue(
        name,
        { ...ca, rotation: from.ca, commonName, use, names: { ca: "serverCa", leaf: use } },
        { parent },
      );
      return {
        ...own,
        outputDependencies: use === "client" ? [] : [edgeSecret(name, namespace, own.leaf, child)],
        expiryMetrics: [],
      };
    }
    case "certManager": {
      const requested = new k8s.apiextensions.CustomResource(
        `${name}-certificate`,
        edgeCertificate(namespace, commonName, from.issuerRef, certificates),
        child,
      );
      return {
        ...suppliedCa(from.caPem),
        outputDependencies: [requested],
        expiryMetrics: [
          {
            certificate: "server",
            end: edgeCertificateEnd(namespace),
            kind: { source: "renewed", leafHours: certificates.leafHours },
          },
        ],
      };
    }
    case "supplied":
      return { ...suppliedCa(from.caPem), outputDependencies: [], expiryMetrics: [] };
  }
}

const edgeSecret = (
  name: string,
  namespace: string,
  { certPem, keyPem }: Leaf,
  child: pulumi.CustomResourceOptions,
): pulumi.CustomResource =>
  new k8s.core.v1.Secret(
    `${name}-server`,
    {
      metadata: { name: NAMES.serverTls, namespace },
      type: "kubernetes.io/tls",
      stringData: { "tls.crt": certPem, "tls.key": keyPem },
    },
    child,
  );

/** Trust in a CA that this program does not manage. */
const suppliedCa = (pem: string | undefined) => ({
  trustBundle: pem === undefined ? [] : [pem],
  certificates: suppliedCertificates("serverCertificate.caPem", pem),
});
