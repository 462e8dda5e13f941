// Finds secrets in texts, in clear text or in base64.

/**
 * Whether the text contains the secret. Its base64 form depends on its offset within groups of three bytes, so all
 * three forms are searched, without their ends, which depend on the adjacent bytes.
 */
export function holds(text: string, secret: string): boolean {
  if (text.includes(secret)) {
    return true;
  }
  const joined = text.replaceAll(/\\n|\s/g, "");
  return [0, 1, 2].some((offset) => joined.includes(base64Core(secret, offset)));
}

function base64Core(secret: string, offset: number): string {
  const bytes = Buffer.concat([Buffer.alloc(offset), Buffer.from(secret)]);
  const whole = bytes.subarray(offset === 0 ? 0 : 3, bytes.length - (bytes.length % 3));
  return whole.toString("base64");
}

const PRIVATE_KEY = "PRIVATE KEY-----";

/** Names of the texts that contain a PEM private key. */
export const keysIn = (texts: ReadonlyMap<string, string>): string[] =>
  [...texts].filter(([, text]) => holds(text, PRIVATE_KEY)).map(([name]) => name);
