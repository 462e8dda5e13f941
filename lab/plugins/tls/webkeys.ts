// Converts keys between PEM in the program's state and the WebCrypto keys that the X.509 library signs with.
import * as crypto from "node:crypto";
import { type Values } from "../protocol/values";
import { publicDer } from "./keys";

export function keyFrom(inputs: Values, name: string): crypto.KeyObject {
  const text = inputs[name] ?? inputs[`${name}Wo`];
  try {
    return crypto.createPrivateKey(String(text));
  } catch {
    throw new Error(`${name} is not a private key in PEM`);
  }
}

const hashes: Record<string, string> = {
  "P-256": "SHA-256",
  "P-384": "SHA-384",
  "P-521": "SHA-512",
};

/** The key for WebCrypto, with the signature algorithm that Go would choose for it. */
export async function webKeys(key: crypto.KeyObject) {
  const curve = key.asymmetricKeyType === "ec" ? key.asymmetricKeyDetails?.namedCurve : undefined;
  if (curve === "secp224r1") {
    throw new Error("this stand-in cannot sign with a P224 key: use P256, P384 or P521");
  }
  const namedCurve =
    key.asymmetricKeyType === "ec" ? String(key.export({ format: "jwk" }).crv) : "";
  const algorithm = {
    rsa: { name: "RSASSA-PKCS1-v1_5", hash: "SHA-256" },
    ec: { name: "ECDSA", namedCurve, hash: hashes[namedCurve] ?? "SHA-256" },
    ed25519: { name: "Ed25519" },
  }[String(key.asymmetricKeyType)];
  if (algorithm === undefined) {
    throw new Error(`this stand-in cannot sign with a key of type ${key.asymmetricKeyType}`);
  }
  const der = key.export({ type: "pkcs8", format: "der" });
  const subtle = crypto.webcrypto.subtle;
  return {
    algorithm,
    privateKey: await subtle.importKey("pkcs8", der, algorithm, false, ["sign"]),
    publicKey: await subtle.importKey("spki", publicDer(key), algorithm, true, ["verify"]),
  };
}

export function pem(label: string, der: Buffer): string {
  const lines = der.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${label}-----`, ...lines, `-----END ${label}-----`, ""].join("\n");
}
