// The server certificate of the in-cluster S3 server, from a CA that signs nothing else.
import type * as pulumi from "@pulumi/pulumi";
import type { AlertPlace } from "../../../kubernetes/alerts/alert";
import * as k8s from "../../../kubernetes/k8s";
import { NAMES } from "../../../kubernetes/names";
import type { CaArgs } from "../../pki/authority/generations";
import { checksum } from "../../pki/certificates/fingerprint";
import { issue } from "../../pki/certificates/issue";
import { endDatesOf, expiryAlerts, type EndDates } from "../../pki/expiry/component";

export interface StoreCertificateArgs extends Omit<CaArgs, "caName">, AlertPlace {
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
  /** End dates of the certificate and its CA. */
  readonly ends: EndDates;
}

/** Suffix of its alerts' PrometheusRule; the dot keeps it apart from cluster names. */
const ALERTS = "own.object-store";

/** Creates CA and leaf as children of `parent`, and the Secret and the alerts on expiry with the options `child`. */
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
  expiryAlerts(`${name}-expiry`, ALERTS, args, issued, child);
  return { secret, ca: caBundle, checksum: leaf.certPem.apply(checksum), ends: endDatesOf(issued) };
}
