// Where an observee's server certificate comes from: a CA of its own, cert-manager, or a Secret that is there already.
import type * as pulumi from "@pulumi/pulumi";
import type { ExpiringCertificate } from "./alerts";
import type { ServerCertificateConfig } from "./config";
import { edgeCertificate, edgeCertificateEnd } from "./cert-manager";
import type { CertificateSettings } from "./spec";
import type { CertificateSource } from "./expiry";
import type { Rotation } from "./rotation";
import { serverSecretOf } from "./server-secret";
import * as k8s from "../../kubernetes/k8s";
import { suppliedCertificates } from "./supplied";
import { issueOwn, leaveOwn } from "./own-certificate";

export interface ServerCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly serverCertificate: ServerCertificateConfig;
  /** Where a CA of the observee's own stands that signs no more. */
  readonly leavingServer?: Rotation | undefined;
}

export interface ServerCertificate {
  /** Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** What fills it; nothing where it is there already. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
  /** CA certificates that the observer shall trust, the older first; none means the system's. */
  readonly trustBundle: pulumi.Input<string>[];
  /** Since when the leaf has been there, RFC 3339; absent where it is not made here. */
  readonly leafSince?: pulumi.Output<string>;
  /** End dates of the certificates that are made here or stand in configuration, and what each is. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  readonly kinds: Readonly<Record<string, CertificateSource>>;
  /** Certificates whose end only a metric tells. */
  readonly expiryMetrics: readonly ExpiringCertificate[];
}

/**
 * Makes what the issuer asks for, as children of `parent`. Each has a Secret of its own: cert-manager keeps what it made,
 * and Pulumi deletes what it made, whichever comes first. An own CA that signs no more stays for one `up` with its
 * protection taken off, since Pulumi deletes nothing that is still protected.
 */
export function serverCertificate(
  name: string,
  args: ServerCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): ServerCertificate {
  const { serverCertificate: from, namespace, serverName, certificates } = args;
  const secretName = serverSecretOf(from);
  if (args.leavingServer !== undefined) {
    leaveOwn(name, { ...args, rotation: args.leavingServer }, { parent });
  }
  switch (from.issuer) {
    case "self": {
      const own = issueOwn(
        name,
        { ...args, rotation: from.ca, commonName: serverName, use: "server" },
        { parent },
      );
      const secret = new k8s.core.v1.Secret(
        `${name}-server`,
        {
          metadata: { name: secretName, namespace },
          type: "kubernetes.io/tls",
          stringData: { "tls.crt": own.leaf.certPem, "tls.key": own.leaf.keyPem },
        },
        child,
      );
      return {
        secretName,
        outputDependencies: [secret],
        trustBundle: own.published,
        leafSince: own.leaf.since,
        ends: own.ends,
        kinds: own.kinds,
        expiryMetrics: [],
      };
    }
    case "certManager": {
      const asked = new k8s.apiextensions.CustomResource(
        `${name}-certificate`,
        edgeCertificate(namespace, serverName, from.issuerRef, certificates),
        child,
      );
      return {
        secretName,
        outputDependencies: [asked],
        ...given(from.caPem),
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
      return { secretName, outputDependencies: [], ...given(from.caPem), expiryMetrics: [] };
  }
}

/** A CA of somebody else's. */
function given(pem: string | undefined): Pick<ServerCertificate, "trustBundle" | "ends" | "kinds"> {
  const { ends, kinds } = suppliedCertificates("serverCertificate.caPem", pem);
  return { trustBundle: pem === undefined ? [] : [pem], ends, kinds };
}
