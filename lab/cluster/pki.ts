// Creates a cluster's certificates: one ECDSA P-256 CA, and a certificate for each component.
import "reflect-metadata";
import type { webcrypto } from "node:crypto";
import * as fs from "node:fs";
import * as x509 from "@peculiar/x509";
import { state } from "../paths";
import type { Cluster } from "./machines";

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const years = 10;

interface Authority {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

interface Subject {
  readonly file: string;
  readonly name: string;
  readonly addresses?: readonly string[];
  readonly names?: readonly string[];
}

export function pkiDir(cluster: Cluster): string {
  return state(cluster.name, "pki");
}

function subjects(cluster: Cluster): Subject[] {
  const kubernetes = ["kubernetes", "kubernetes.default", "kubernetes.default.svc"];
  return [
    {
      file: "apiserver",
      name: "CN=kube-apiserver",
      addresses: [cluster.address, cluster.apiService, "127.0.0.1"],
      names: [...kubernetes, "kubernetes.default.svc.cluster.local"],
    },
    {
      file: "kubelet",
      name: `O=system:nodes, CN=system:node:${cluster.node}`,
      addresses: [cluster.address],
      names: [cluster.node],
    },
    { file: "admin", name: "O=system:masters, CN=admin" },
    { file: "controller-manager", name: "CN=system:kube-controller-manager" },
    { file: "scheduler", name: "CN=system:kube-scheduler" },
    { file: "proxy", name: "CN=system:kube-proxy" },
  ];
}

/** Creates all certificates of a cluster, once. */
export async function createPki(cluster: Cluster): Promise<void> {
  const dir = pkiDir(cluster);
  if (fs.existsSync(dir)) {
    return;
  }
  const partial = `${dir}.partial`;
  fs.rmSync(partial, { recursive: true, force: true });
  fs.mkdirSync(partial, { recursive: true, mode: 0o700 });
  const authority = await createAuthority(`CN=${cluster.name}-ca`);
  await write(`${partial}/ca`, authority.certificate, authority.keys);
  for (const subject of subjects(cluster)) {
    const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
    await write(`${partial}/${subject.file}`, await issue(authority, subject, keys), keys);
  }
  const account = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  await writeKeys(`${partial}/service-account`, account);
  fs.renameSync(partial, dir);
}

function validity(): { notBefore: Date; notAfter: Date } {
  const now = Date.now();
  // An hour ago, for verifiers whose clocks are behind.
  return {
    notBefore: new Date(now - 3_600_000),
    notAfter: new Date(now + years * 365 * 86_400_000),
  };
}

async function createAuthority(name: string): Promise<Authority> {
  const keys = await crypto.subtle.generateKey(algorithm, true, ["sign", "verify"]);
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    name,
    ...validity(),
    signingAlgorithm: algorithm,
    keys,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(
        x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.digitalSignature,
        true,
      ),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function issue(
  authority: Authority,
  subject: Subject,
  keys: webcrypto.CryptoKeyPair,
): Promise<x509.X509Certificate> {
  const names = [
    ...(subject.addresses ?? []).map((value) => ({ type: "ip" as const, value })),
    ...(subject.names ?? []).map((value) => ({ type: "dns" as const, value })),
  ];
  return x509.X509CertificateGenerator.create({
    subject: subject.name,
    issuer: authority.certificate.subject,
    ...validity(),
    signingAlgorithm: algorithm,
    publicKey: keys.publicKey,
    signingKey: authority.keys.privateKey,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([
        x509.ExtendedKeyUsage.serverAuth,
        x509.ExtendedKeyUsage.clientAuth,
      ]),
      ...(names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : []),
      await x509.AuthorityKeyIdentifierExtension.create(authority.certificate.publicKey),
    ],
  });
}

async function write(
  file: string,
  certificate: x509.X509Certificate,
  keys: webcrypto.CryptoKeyPair,
): Promise<void> {
  fs.writeFileSync(`${file}.crt`, `${certificate.toString("pem")}\n`);
  await writeKeys(file, keys);
}

async function writeKeys(file: string, keys: webcrypto.CryptoKeyPair): Promise<void> {
  const key = await crypto.subtle.exportKey("pkcs8", keys.privateKey);
  const pub = await crypto.subtle.exportKey("spki", keys.publicKey);
  fs.writeFileSync(`${file}.key`, `${x509.PemConverter.encode(key, "PRIVATE KEY")}\n`, {
    mode: 0o600,
  });
  fs.writeFileSync(`${file}.pub`, `${x509.PemConverter.encode(pub, "PUBLIC KEY")}\n`);
}
