// Certificates and certificate requests, with the same extensions as the official provider.
import * as crypto from "node:crypto";
import "reflect-metadata"; // required by the X.509 library
import * as x509 from "@peculiar/x509";
import { type State } from "../protocol/provider";
import { type Values } from "../protocol/values";
import { algorithmOf, publicDer } from "./keys";
import { keyFrom, pem, webKeys } from "./webkeys";
import { alternativeNames, extendedKeyUsages, keyUsages, strings, subjectOf } from "./names";

export async function selfSigned(inputs: Values): Promise<State> {
  const key = keyFrom(inputs, "privateKeyPem");
  const subject = subjectOf(inputs);
  const names = alternativeNames(inputs);
  const publicKey = publicDer(key);
  const subjectId = await keyIdOf(inputs, publicKey);
  const issuerId = inputs["setAuthorityKeyId"] === true ? subjectId : undefined;
  if (inputs["setAuthorityKeyId"] === true && subjectId === undefined) {
    throw new Error("Invalid Certificate Authority: Could not determine Authority Key Identifier");
  }
  const parties = { subject, issuer: subject, publicKey };
  const extensions = extensionsOf(inputs, { subjectId, issuerId }, names, subject.length === 0);
  const made = await issue(inputs, key, parties, extensions);
  return { ...made, outputs: { ...made.outputs, keyAlgorithm: algorithmOf(key) } };
}

export async function locallySigned(inputs: Values): Promise<State> {
  const key = keyFrom(inputs, "caPrivateKeyPem");
  const ca = new x509.X509Certificate(String(inputs["caCertPem"]));
  if (!publicDer(key).equals(Buffer.from(ca.publicKey.rawData))) {
    throw new Error("the CA's private key doesn't match its certificate's public key");
  }
  const request = new x509.Pkcs10CertificateRequest(String(inputs["certRequestPem"]));
  const publicKey = Buffer.from(request.publicKey.rawData);
  const names = request.extensions.flatMap((extension) =>
    extension instanceof x509.SubjectAlternativeNameExtension ? extension.names.toJSON() : [],
  );
  const subjectId = await keyIdOf(inputs, publicKey);
  const issuerId = ca.getExtension(x509.SubjectKeyIdentifierExtension)?.keyId;
  const extensions = extensionsOf(inputs, { subjectId, issuerId }, names, request.subject === "");
  const parties = { subject: request.subjectName, issuer: ca.subjectName, publicKey };
  const made = await issue(inputs, key, parties, extensions);
  return { ...made, outputs: { ...made.outputs, caKeyAlgorithm: algorithmOf(key) } };
}

export async function certRequest(inputs: Values): Promise<State> {
  const key = keyFrom(inputs, "privateKeyPem");
  const names = alternativeNames(inputs);
  const { algorithm, privateKey, publicKey } = await webKeys(key);
  const request = await x509.Pkcs10CertificateRequestGenerator.create({
    name: subjectOf(inputs),
    keys: { privateKey, publicKey },
    signingAlgorithm: algorithm,
    extensions: names.length > 0 ? [new x509.SubjectAlternativeNameExtension(names)] : [],
  });
  const der = Buffer.from(request.rawData);
  return {
    id: crypto.createHash("sha1").update(der).digest("hex"),
    outputs: {
      ...inputs,
      keyAlgorithm: algorithmOf(key),
      certRequestPem: pem("CERTIFICATE REQUEST", der),
    },
  };
}

interface Parties {
  readonly subject: x509.JsonName | x509.Name;
  readonly issuer: x509.JsonName | x509.Name;
  readonly publicKey: Buffer;
}

async function issue(
  inputs: Values,
  key: crypto.KeyObject,
  parties: Parties,
  extensions: x509.Extension[],
): Promise<State> {
  const { algorithm, privateKey } = await webKeys(key);
  // 127 bits: positive without a leading zero byte.
  const serial = BigInt(`0x${crypto.randomBytes(16).toString("hex")}`) >> 1n;
  const start = new Date();
  const end = new Date(start.getTime() + Number(inputs["validityPeriodHours"]) * 3_600_000);
  const certificate = await x509.X509CertificateGenerator.create({
    ...parties,
    serialNumber: serial.toString(16).padStart(32, "0"),
    notBefore: start,
    notAfter: end,
    signingAlgorithm: algorithm,
    signingKey: privateKey,
    extensions,
  });
  return {
    id: serial.toString(),
    outputs: {
      ...inputs,
      certPem: pem("CERTIFICATE", Buffer.from(certificate.rawData)),
      // Certificates have whole seconds; the official plugin outputs the exact times.
      validityStartTime: start.toISOString(),
      validityEndTime: end.toISOString(),
    },
  };
}

/** As in Go, a CA always has a key id, since authority key ids refer to it. */
async function keyIdOf(inputs: Values, publicKey: Buffer): Promise<string | undefined> {
  if (inputs["isCaCertificate"] !== true && inputs["setSubjectKeyId"] !== true) {
    return undefined;
  }
  const key = crypto.createPublicKey({ key: publicKey, format: "der", type: "spki" });
  if (key.asymmetricKeyType === "ed25519") {
    // The official plugin hashes the key in its marshalled form, an octet string.
    const octets = Buffer.concat([Buffer.from([0x04, 32]), publicKey.subarray(-32)]);
    return crypto.createHash("sha1").update(octets).digest("hex");
  }
  return (await x509.SubjectKeyIdentifierExtension.create(publicKey)).keyId;
}

interface KeyIds {
  readonly subjectId: string | undefined;
  readonly issuerId: string | undefined;
}

/** In the order in which Go writes them. */
function extensionsOf(
  inputs: Values,
  { subjectId, issuerId }: KeyIds,
  names: x509.JsonGeneralNames,
  noSubject: boolean,
): x509.Extension[] {
  const isCa = inputs["isCaCertificate"] === true;
  if (isCa && noSubject) {
    throw new Error(
      "Invalid Certificate Subject: Must contain at least one Distinguished Name when creating" +
        " Certificate Authority (CA)",
    );
  }
  const uses = strings(inputs["allowedUses"]);
  const bits = uses.reduce((sum, use) => sum | (keyUsages[use] ?? 0), 0);
  const extended = uses.flatMap((use) => extendedKeyUsages[use] ?? []);
  // The official plugin omits the limit for a length of 0.
  const depth = Number(inputs["maxPathLength"] ?? 0);
  return [
    ...(bits === 0 ? [] : [new x509.KeyUsagesExtension(bits, true)]),
    ...(extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(extended)]),
    new x509.BasicConstraintsExtension(isCa, isCa && depth > 0 ? depth : undefined, true),
    ...(subjectId === undefined ? [] : [new x509.SubjectKeyIdentifierExtension(subjectId)]),
    ...(issuerId === undefined ? [] : [new x509.AuthorityKeyIdentifierExtension(issuerId)]),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names, noSubject)]),
  ];
}
