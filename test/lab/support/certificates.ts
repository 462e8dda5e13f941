// Certificates that an edge must reject: like the observer's own, but signed by another CA. Made in memory.
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

interface Wanted {
  readonly subject: string;
  /** The issuer; without it the certificate is self-signed. */
  readonly by: Identity | undefined;
  /** Name of the issuer, if it differs from the signer's subject. */
  readonly issuer?: string;
  readonly usage?: x509.ExtendedKeyUsage;
  /** Names of a server. */
  readonly dnsNames?: readonly string[];
  /** Hours from now. */
  readonly from?: number;
  readonly until?: number;
  readonly ca?: boolean;
}

const signingKey = (key: string): Promise<crypto.webcrypto.CryptoKey> => {
  const private_ = crypto.createPrivateKey(key);
  const namedCurve = curveOf(private_);
  const der = private_.export({ type: "pkcs8", format: "der" });
  return crypto.webcrypto.subtle.importKey("pkcs8", der, { name: "ECDSA", namedCurve }, false, [
    "sign",
  ]);
};

/** Node.js calls the curves by OpenSSL's names. */
const curveOf = (key: crypto.KeyObject): string =>
  key.asymmetricKeyDetails?.namedCurve === "secp384r1" ? "P-384" : "P-256";

const dnsName = (value: string) => ({ type: "dns", value }) as const;

/** A certificate as it is asked for, good or bad, and its key. */
export async function issue(wanted: Wanted): Promise<Identity> {
  const { subject, by, usage = x509.ExtendedKeyUsage.clientAuth } = wanted;
  const { from = -1, until = 1, ca = false, dnsNames } = wanted;
  const keys = await keyPair();
  const certificate = await x509.X509CertificateGenerator.create({
    serialNumber: crypto.randomBytes(8).toString("hex"),
    subject,
    issuer:
      wanted.issuer ?? (by === undefined ? subject : new x509.X509Certificate(by.cert).subject),
    notBefore: new Date(Date.now() + from * HOUR),
    notAfter: new Date(Date.now() + until * HOUR),
    signingAlgorithm: { name: "ECDSA", hash: "SHA-256" },
    publicKey: keys.publicKey,
    signingKey: by === undefined ? keys.privateKey : await signingKey(by.key),
    extensions: [
      new x509.BasicConstraintsExtension(ca, undefined, true),
      new x509.KeyUsagesExtension(
        ca
          ? x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign
          : x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      ...(ca ? [] : [new x509.ExtendedKeyUsageExtension([usage])]),
      ...(dnsNames === undefined
        ? []
        : [new x509.SubjectAlternativeNameExtension(dnsNames.map(dnsName))]),
    ],
  });
  const der = await crypto.webcrypto.subtle.exportKey("pkcs8", keys.privateKey);
  return {
    cert: certificate.toString("pem"),
    key: x509.PemConverter.encode(der, "PRIVATE KEY"),
  };
}

export const subjectOf = (cert: string): string => new x509.X509Certificate(cert).subject;

/** A certificate of a server, by its names. */
export const serverIdentity = (dnsNames: readonly string[], by: Identity): Promise<Identity> =>
  issue({ subject: "CN=server", by, dnsNames, usage: x509.ExtendedKeyUsage.serverAuth });

/** A client certificate with the subject of `client`, by a fresh CA that calls itself as `ca` does. */
export async function impostor(client: string, ca: string): Promise<Identity> {
  const by = await issue({ subject: subjectOf(ca), by: undefined, ca: true });
  return issue({ subject: subjectOf(client), by });
}
