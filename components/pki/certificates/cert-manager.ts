// cert-manager's Certificate for the edge. https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
import { labels } from "../../../kubernetes/labels";
import { NAMES } from "../../../kubernetes/names";
import type { CertificateSettings } from "../spec";

/** An Issuer in the edge's namespace, or a ClusterIssuer. */
export interface IssuerRef {
  readonly name: string;
  readonly kind: "Issuer" | "ClusterIssuer";
}

/**
 * PromQL for the end of the edge's certificate in seconds since 1970, from cert-manager's own metric. The certificate's
 * namespace is the label `exported_namespace`, or `namespace` if the scrape honors labels.
 * https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
export const edgeCertificateEnd = (namespace: string): string => {
  const metric = "certmanager_certificate_expiration_timestamp_seconds";
  const named = `name="${NAMES.serverTls}"`;
  const exported = `${metric}{${named},exported_namespace="${namespace}"}`;
  const honored = `${metric}{${named},namespace="${namespace}",exported_namespace=""}`;
  return `min(${exported} or ${honored})`;
};

/**
 * The Certificate, which cert-manager renews with a new key. Pulumi waits until it is issued.
 * https://cert-manager.io/docs/usage/certificate/
 */
export const edgeCertificate = (
  namespace: string,
  serverName: string,
  issuer: IssuerRef,
  certificates: CertificateSettings,
) => ({
  apiVersion: "cert-manager.io/v1",
  kind: "Certificate",
  metadata: {
    name: NAMES.serverTls,
    namespace,
    labels: labels(NAMES.serverTls, "edge"),
    annotations: { "pulumi.com/waitFor": "condition=Ready" },
  },
  spec: {
    secretName: NAMES.certManagerTls,
    dnsNames: [serverName],
    duration: `${String(certificates.leafHours)}h`,
    renewBefore: `${String(certificates.renewHours)}h`,
    privateKey: {
      algorithm: "ECDSA",
      size: certificates.curve === "P256" ? 256 : 384,
      rotationPolicy: "Always",
    },
    usages: ["digital signature", "server auth"],
    issuerRef: { name: issuer.name, kind: issuer.kind, group: "cert-manager.io" },
  },
});
