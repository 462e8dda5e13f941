// Private keys, in the same encodings as Go's crypto packages.
import * as crypto from "node:crypto";
import { type Values } from "../protocol/values";
import { openSshPrivate, openSshPublic } from "./openssh";

const curves: Record<string, string> = {
  P224: "secp224r1",
  P256: "prime256v1",
  P384: "secp384r1",
  P521: "secp521r1",
};

export const algorithms = ["RSA", "ECDSA", "ED25519"];
export const curveNames = Object.keys(curves);

/** The official provider's defaults, P224 included. */
export function withKeyDefaults(inputs: Values): Values {
  return { ecdsaCurve: "P224", rsaBits: 2048, ...inputs };
}

export function makeKey(inputs: Values): crypto.KeyObject {
  const options = withKeyDefaults(inputs);
  switch (String(options["algorithm"])) {
    case "RSA":
      return crypto.generateKeyPairSync("rsa", { modulusLength: Number(options["rsaBits"]) })
        .privateKey;
    case "ECDSA":
      return crypto.generateKeyPairSync("ec", {
        namedCurve: curves[String(options["ecdsaCurve"])] ?? "",
      }).privateKey;
    case "ED25519":
      return crypto.generateKeyPairSync("ed25519").privateKey;
    default:
      throw new Error(`${String(options["algorithm"])} must be one of ${algorithms.join(", ")}`);
  }
}

export function algorithmOf(key: crypto.KeyObject): string {
  const names: Record<string, string> = { rsa: "RSA", ec: "ECDSA", ed25519: "ED25519" };
  return names[String(key.asymmetricKeyType)] ?? "";
}

export function publicDer(key: crypto.KeyObject): Buffer {
  return crypto.createPublicKey(key).export({ type: "spki", format: "der" });
}

export function describeKey(key: crypto.KeyObject): { id: string; outputs: Values } {
  const pem = { format: "pem" } as const;
  const type = { rsa: "pkcs1", ec: "sec1" } as const;
  const kind = key.asymmetricKeyType;
  const pkcs8 = key.export({ type: "pkcs8", ...pem }).toString();
  const traditional =
    kind === "rsa" || kind === "ec" ? key.export({ type: type[kind], ...pem }).toString() : pkcs8;
  const ssh = openSshPublic(key);
  const md5 = ssh && crypto.createHash("md5").update(ssh).digest("hex");
  const sha256 = ssh && crypto.createHash("sha256").update(ssh).digest("base64");
  return {
    id: crypto.createHash("sha1").update(publicDer(key)).digest("hex"),
    outputs: {
      privateKeyPem: traditional,
      privateKeyPemPkcs8: pkcs8,
      privateKeyOpenssh: openSshPrivate(key),
      publicKeyPem: crypto
        .createPublicKey(key)
        .export({ type: "spki", ...pem })
        .toString(),
      publicKeyOpenssh: ssh ? `${sshName(ssh)} ${ssh.toString("base64")}\n` : "",
      publicKeyFingerprintMd5: md5 ? (md5.match(/../g) ?? []).join(":") : "",
      publicKeyFingerprintSha256: sha256 ? `SHA256:${sha256.replace(/=+$/, "")}` : "",
    },
  };
}

function sshName(blob: Buffer): string {
  return blob.subarray(4, 4 + blob.readUInt32BE(0)).toString();
}
