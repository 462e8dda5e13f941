// Certificates that an edge must refuse, made in memory: they look like the observer's own but another CA signed them.
import * as crypto from "node:crypto";
import "reflect-metadata"; // the X.509 library asks for it
import * as x509 from "@peculiar/x509";

/** A certificate and its key, PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR = 3_600_000;

const keyPair = () => crypto.webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

/** A client certificate with the subject of `client`, by a fresh CA that calls itself as `ca` does. */
export async function impostor(client: string, ca: string): Promise<Identity> {
  const subject = new x509.X509Certificate(client).subject;
  const issuer = new x509.X509Certificate(ca).subject;
  const [caKeys, keys] = [await keyPair(), await keyPair()];
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: crypto.randomBytes(8).toString("hex"),
    subject,
    issuer,
    notBefore: new Date(Date.now() - HOUR),
    notAfter: new Date(Date.now() + HOUR),
    signingAlgorithm: ALGORITHM,
    publicKey: keys.publicKey,
    signingKey: caKeys.privateKey,
    extensions: [
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.clientAuth]),
    ],
  });
  const der = await crypto.webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    cert: certificate.toString("pem"),
    key: x509.PemConverter.encode(der, "PRIVATE KEY"),
  };
}
