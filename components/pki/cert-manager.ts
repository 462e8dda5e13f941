// cert-manager's Certificate for the edge. https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
import { labels } from "../../kubernetes/labels";
import { NAMES } from "../../kubernetes/names";
import type { CertificateSettings } from "./spec";

/** An Issuer of the namespace, or a ClusterIssuer. */
export interface IssuerRef {
  readonly name: string;
  readonly kind: "Issuer" | "ClusterIssuer";
}

/**
 * In PromQL when it ends, in seconds since 1970, by cert-manager's own metric. Its namespace stands in either label:
 * whoever scrapes cert-manager calls the other one by the scraped pod's.
 * https://cert-manager.io/docs/devops-tips/prometheus-metrics/
 */
export const edgeCertificateEnd = (namespace: string): string => {
  const metric = "certmanager_certificate_expiration_timestamp_seconds";
  const named = `name="${NAMES.serverTls}"`;
  const told = `${metric}{${named},exported_namespace="${namespace}"}`;
  const kept = `${metric}{${named},namespace="${namespace}",exported_namespace=""}`;
  return `min(${told} or ${kept})`;
};

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
