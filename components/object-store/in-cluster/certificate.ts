// The server certificate of the in-cluster S3 server, from a CA that signs nothing else.
import * as pulumi from "@pulumi/pulumi";
import { checksum } from "../../pki/certificates/fingerprint";
import { NAMES } from "../../../kubernetes/names";
import { bundle } from "../../pki/certificates/pem";
import type { CertificateSettings } from "../../pki/spec";
import type { Rotation } from "../../pki/rotation/phases";
import * as k8s from "../../../kubernetes/k8s";
import { expiryAlerts } from "../../pki/expiry/component";
import { issue } from "../../pki/certificates/issue";

export interface StoreCertificateArgs {
  readonly cluster: string;
  readonly namespace: string;
  /** Published address of docs/runbooks.md, for the links in its alerts. */
  readonly runbookUrl?: string | undefined;
  readonly certificates: CertificateSettings;
  readonly rotation: Rotation;
  /** DNS names of the server; the first is the one that the observer verifies. */
  readonly dnsNames: readonly [string, ...string[]];
}

export interface StoreCertificate {
  /** The Secret with `tls.crt`, `tls.key` and `ca.crt`. */
  readonly secret: pulumi.Resource;
  /** CA certificates to trust, PEM. */
  readonly ca: pulumi.Output<string>;
  /** Checksum of the server's certificate. */
  readonly checksum: pulumi.Output<string>;
  /** End dates by certificate name. */
  readonly ends: Readonly<Record<string, pulumi.Output<string>>>;
}

/** Suffix of its alerts' PrometheusRule; the dot keeps it apart from cluster names. */
const ALERTS = "own.object-store";

/** Creates the resources as children of `parent`. */
export function storeCertificate(
  name: string,
  { cluster, namespace, certificates, rotation, dnsNames, runbookUrl }: StoreCertificateArgs,
  parent: pulumi.Resource,
  child: pulumi.CustomResourceOptions,
): StoreCertificate {
  const { leaf, published, ends, kinds } = issue(
    name,
    {
      ...{ certificates, rotation, commonName: dnsNames[0], dnsNames, use: "server" },
      authority: `${cluster} object store CA`,
      called: { ca: "objectStoreCa", leaf: "objectStore" },
    },
    { parent },
  );
  const ca = pulumi.all(published).apply(bundle);
  const secret = new k8s.core.v1.Secret(
    `${name}-tls`,
    {
      metadata: { name: NAMES.objectStoreTls, namespace },
      stringData: { "tls.crt": leaf.certPem, "tls.key": leaf.keyPem, "ca.crt": ca },
    },
    child,
  );
  const place = { cluster, namespace, runbookUrl };
  expiryAlerts(`${name}-expiry`, ALERTS, place, { ends, kinds }, child);
  return { secret, ca, checksum: leaf.certPem.apply(checksum), ends };
}
