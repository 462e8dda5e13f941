// An observee's server certificate from its own CA, from cert-manager, or from an existing Secret.
import type * as pulumi from "@pulumi/pulumi";
import type { ExpiringCertificate } from "../expiry/alerts";
import type { ServerCertificateConfig } from "../config";
import { edgeCertificate, edgeCertificateEnd } from "./cert-manager";
import type { CertificateSettings } from "../spec";
import type { CertificateSource } from "../expiry/end-dates";
import type { Rotation } from "../rotation/phases";
import { serverSecretOf } from "./server-secret";
import * as k8s from "../../../kubernetes/k8s";
import { suppliedCertificates } from "../expiry/supplied-cas";
import { issueOwn, leaveOwn } from "./own-certificate";

export interface ServerCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  readonly serverName: string;
  readonly certificates: CertificateSettings;
  readonly serverCertificate: ServerCertificateConfig;
  /** Rotation of the observee's own CA, if that no longer signs a certificate. */
  readonly leavingServer?: Rotation | undefined;
}

export interface ServerCertificate {
  /** Secret with `tls.crt` and `tls.key`. */
  readonly secretName: string;
  /** Resources that fill the Secret; empty for an existing Secret. */
  readonly outputDependencies: readonly pulumi.CustomResource[];
  /** CA certificates that the observer must trust, oldest first; empty means the system's CAs. */
  readonly trustBundle: pulumi.Input<string>[];
  /** Start of the leaf's validity, RFC 3339; absent if it is not issued here. */
  readonly leafSince?: pulumi.Output<string>;
  /** End dates and kinds of the certificates that are issued here or are in the configuration. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
  readonly kinds: Readonly<Record<string, CertificateSource>>;
  /** Certificates whose end date is known only from a metric. */
  readonly expiryMetrics: readonly ExpiringCertificate[];
}

/**
 * Creates the issuer's resources as children of `parent`. Each issuer has its own Secret: when the issuer changes,
 * cert-manager keeps its Secret and Pulumi deletes its own, in either order. An own CA that no longer signs stays
 * unprotected for one `up`, since Pulumi deletes no protected resource.
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

/** For a CA that this program does not manage. */
function given(pem: string | undefined): Pick<ServerCertificate, "trustBundle" | "ends" | "kinds"> {
  const { ends, kinds } = suppliedCertificates("serverCertificate.caPem", pem);
  return { trustBundle: pem === undefined ? [] : [pem], ends, kinds };
}
