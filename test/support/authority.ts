// In-memory CA and certificates, for tests against real servers.
import * as crypto from "node:crypto";
import "reflect-metadata"; // required by the X.509 library
import * as x509 from "@peculiar/x509";

const ALGORITHM = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const HOUR = 3_600_000;

/** Certificate and key as PEM. */
export interface Identity {
  readonly cert: string;
  readonly key: string;
}

export interface LeafArgs {
  readonly commonName: string;
  readonly use: "client" | "server";
  readonly dnsName?: string;
  /** Hours from now; the validity begins two hours ago. */
  readonly ends?: number;
}

const keyPair = () => crypto.webcrypto.subtle.generateKey(ALGORITHM, true, ["sign", "verify"]);

async function pem(key: crypto.webcrypto.CryptoKey): Promise<string> {
  const der = await crypto.webcrypto.subtle.exportKey("pkcs8", key);
  return x509.PemConverter.encode(der, "PRIVATE KEY");
}

export class TestAuthority {
  private constructor(
    private readonly certificate: x509.X509Certificate,
    private readonly keys: crypto.webcrypto.CryptoKeyPair,
  ) {}

  static async make(commonName: string): Promise<TestAuthority> {
    const keys = await keyPair();
    const certificate = await x509.X509CertificateGenerator.createSelfSigned({
      serialNumber: crypto.randomBytes(8).toString("hex"),
      name: `CN=${commonName}`,
      notBefore: new Date(Date.now() - 2 * HOUR),
      notAfter: new Date(Date.now() + HOUR),
      signingAlgorithm: ALGORITHM,
      keys,
      extensions: [
        new x509.BasicConstraintsExtension(true, undefined, true),
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign, true),
      ],
    });
    return new TestAuthority(certificate, keys);
  }

  get cert(): string {
    return `${this.certificate.toString("pem")}\n`;
  }

  async leaf({ commonName, use, dnsName, ends = 1 }: LeafArgs): Promise<Identity> {
    const keys = await keyPair();
    const { clientAuth, serverAuth } = x509.ExtendedKeyUsage;
    const certificate = await x509.X509CertificateGenerator.create({
      serialNumber: crypto.randomBytes(8).toString("hex"),
      subject: `CN=${commonName}`,
      issuer: this.certificate.subject,
      notBefore: new Date(Date.now() - 2 * HOUR),
      notAfter: new Date(Date.now() + ends * HOUR),
      signingAlgorithm: ALGORITHM,
      publicKey: keys.publicKey,
      signingKey: this.keys.privateKey,
      extensions: [
        new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
        new x509.ExtendedKeyUsageExtension([use === "client" ? clientAuth : serverAuth]),
        ...(dnsName === undefined
          ? []
          : [new x509.SubjectAlternativeNameExtension([{ type: "dns", value: dnsName }])]),
      ],
    });
    return { cert: `${certificate.toString("pem")}\n`, key: `${await pem(keys.privateKey)}\n` };
  }
}
