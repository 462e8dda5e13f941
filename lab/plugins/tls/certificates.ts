// Certificates and requests, with the extensions that the official provider writes.
import * as crypto from "node:crypto";
import "reflect-metadata"; // the X.509 library asks for it
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
  const extensions = await commonExtensions(inputs, publicDer(key), names, subject.length === 0);
  if (inputs["setAuthorityKeyId"] === true) {
    extensions.push(await x509.AuthorityKeyIdentifierExtension.create(publicDer(key)));
  }
  const made = await issue(inputs, key, { subject, issuer: subject, publicKey: publicDer(key) }, [
    ...extensions,
  ]);
  return { ...made, outputs: { ...made.outputs, keyAlgorithm: algorithmOf(key) } };
}

export async function locallySigned(inputs: Values): Promise<State> {
  const key = keyFrom(inputs, "caPrivateKeyPem");
  const ca = new x509.X509Certificate(String(inputs["caCertPem"]));
  const request = new x509.Pkcs10CertificateRequest(String(inputs["certRequestPem"]));
  const publicKey = Buffer.from(request.publicKey.rawData);
  const names = request.extensions.flatMap((extension) =>
    extension instanceof x509.SubjectAlternativeNameExtension ? extension.names.toJSON() : [],
  );
  const extensions = await commonExtensions(inputs, publicKey, names, request.subject === "");
  const caId = ca.getExtension(x509.SubjectKeyIdentifierExtension);
  if (caId !== null) {
    extensions.push(await x509.AuthorityKeyIdentifierExtension.create(ca.publicKey));
  }
  const made = await issue(
    inputs,
    key,
    { subject: request.subjectName, issuer: ca.subjectName, publicKey },
    extensions,
  );
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
  const start = new Date(Math.floor(Date.now() / 1000) * 1000);
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
      validityStartTime: rfc3339(start),
      validityEndTime: rfc3339(end),
    },
  };
}

async function commonExtensions(
  inputs: Values,
  publicKey: Buffer,
  names: x509.JsonGeneralNames,
  noSubject: boolean,
): Promise<x509.Extension[]> {
  const uses = strings(inputs["allowedUses"]);
  const bits = uses.reduce((sum, use) => sum | (keyUsages[use] ?? 0), 0);
  const extended = uses.flatMap((use) => extendedKeyUsages[use] ?? []);
  const isCa = inputs["isCaCertificate"] === true;
  const depth = Number(inputs["maxPathLength"] ?? -1);
  return [
    ...(bits === 0 ? [] : [new x509.KeyUsagesExtension(bits, true)]),
    ...(extended.length === 0 ? [] : [new x509.ExtendedKeyUsageExtension(extended)]),
    new x509.BasicConstraintsExtension(isCa, isCa && depth >= 0 ? depth : undefined, true),
    // As Go does: a CA always has one, or nothing could name it as the issuing key.
    ...(isCa || inputs["setSubjectKeyId"] === true
      ? [await x509.SubjectKeyIdentifierExtension.create(publicKey)]
      : []),
    ...(names.length === 0 ? [] : [new x509.SubjectAlternativeNameExtension(names, noSubject)]),
  ];
}

function rfc3339(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, "Z");
}
