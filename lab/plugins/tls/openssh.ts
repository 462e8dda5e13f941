// OpenSSH's key encodings (RFC 4253 §6.6, PROTOCOL.key), which node:crypto lacks.
import * as crypto from "node:crypto";

const LABEL = "OPENSSH PRIVATE KEY";

const curves: Record<string, string> = {
  "P-256": "nistp256",
  "P-384": "nistp384",
  "P-521": "nistp521",
};

const field = (data: Buffer | string): Buffer => {
  const bytes = Buffer.from(data);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
};

const decode = (text: string | undefined): Buffer => Buffer.from(text ?? "", "base64url");

/** A positive integer: leading zero bytes removed, and one added where the top bit would make it negative. */
function integer(text: string | undefined): Buffer {
  let bytes = decode(text);
  while (bytes.length > 1 && bytes[0] === 0) {
    bytes = bytes.subarray(1);
  }
  return field(((bytes[0] ?? 0) & 0x80) === 0 ? bytes : Buffer.concat([Buffer.from([0]), bytes]));
}

/** Undefined for P-224, for which SSH has no key type. */
export function openSshPublic(key: crypto.KeyObject): Buffer | undefined {
  if (key.asymmetricKeyDetails?.namedCurve === "secp224r1") {
    return undefined;
  }
  const jwk = key.export({ format: "jwk" });
  if (jwk.kty === "RSA") {
    return Buffer.concat([field("ssh-rsa"), integer(jwk.e), integer(jwk.n)]);
  }
  if (jwk.kty === "OKP") {
    return Buffer.concat([field("ssh-ed25519"), field(decode(jwk.x))]);
  }
  const curve = curves[jwk.crv ?? ""] ?? "";
  const point = Buffer.concat([Buffer.from([4]), decode(jwk.x), decode(jwk.y)]);
  return Buffer.concat([field(`ecdsa-sha2-${curve}`), field(curve), field(point)]);
}

export function openSshPrivate(key: crypto.KeyObject): string {
  const blob = openSshPublic(key);
  if (blob === undefined) {
    return "";
  }
  const jwk = key.export({ format: "jwk" });
  const secret =
    jwk.kty === "RSA"
      ? Buffer.concat([
          ...[field("ssh-rsa"), integer(jwk.n), integer(jwk.e), integer(jwk.d)],
          ...[integer(jwk.qi), integer(jwk.p), integer(jwk.q)],
        ])
      : jwk.kty === "OKP"
        ? Buffer.concat([blob, field(Buffer.concat([decode(jwk.d), decode(jwk.x)]))])
        : Buffer.concat([blob, integer(jwk.d)]);
  const check = crypto.randomBytes(4);
  const plain = Buffer.concat([check, check, secret, field("")]);
  const pad = Buffer.from(Array.from({ length: (8 - (plain.length % 8)) % 8 }, (_, i) => i + 1));
  const one = Buffer.from([0, 0, 0, 1]);
  const body = Buffer.concat([
    ...[Buffer.from("openssh-key-v1\0"), field("none"), field("none"), field("")],
    ...[one, field(blob), field(Buffer.concat([plain, pad]))],
  ]);
  const lines = body.toString("base64").match(/.{1,64}/g) ?? [];
  return [`-----BEGIN ${LABEL}-----`, ...lines, `-----END ${LABEL}-----`, ""].join("\n");
}
