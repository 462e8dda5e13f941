// cert-manager's Certificate for the edge. https://cert-manager.io/docs/reference/api-docs/#cert-manager.io/v1.Certificate
import { labels } from "../labels";
import { NAMES } from "../names";
import type { CertificateSettings } from "./certificates";

/** An Issuer of the namespace, or a ClusterIssuer. */
export interface IssuerRef {
  readonly name: string;
  readonly kind: "Issuer" | "ClusterIssuer";
}

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
    secretName: NAMES.serverTls,
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
