// Values as the engine is sent them, made plain: secrets and what is not known yet are replaced by words.
import * as pulumi from "@pulumi/pulumi";

export const SHOWN_SECRET = "[secret]";
export const SHOWN_UNKNOWN = "[unknown]";

/** The value without secrets; a secret object keeps its keys. */
export const plain = (value: unknown): unknown => convert(value, false);

/** The same for an object of properties. */
export function plainObject(value: unknown): Record<string, unknown> {
  const result = plain(value ?? {});
  return typeof result === "object" && result !== null
    ? Object.fromEntries(Object.entries(result))
    : {};
}

function convert(value: unknown, secret: boolean): unknown {
  if (value === pulumi.runtime.unknownValue) {
    return SHOWN_UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => convert(item, secret));
  }
  if (typeof value !== "object" || value === null) {
    return secret ? SHOWN_SECRET : value;
  }
  if (Reflect.get(value, pulumi.runtime.specialSigKey) === pulumi.runtime.specialSecretSig) {
    return convert(Reflect.get(value, "value"), true);
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]: [string, unknown]) => [key, convert(inner, secret)]),
  );
}
