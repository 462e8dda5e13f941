// Values as the engine is sent them, made plain: secrets and what is not known yet are replaced by words.
import * as pulumi from "@pulumi/pulumi";

export const SHOWN_SECRET = "[secret]";
export const SHOWN_UNKNOWN = "[unknown]";

/** Whether secrets, of which a recording has placeholders only, are shown as they are. */
export type Secrets = "hidden" | "shown";

/** An object of properties without secrets; a secret object keeps its keys. */
export function plainObject(value: unknown, secrets: Secrets): Record<string, unknown> {
  const result = convert(value ?? {}, { secrets, secret: false });
  return typeof result === "object" && result !== null
    ? Object.fromEntries(Object.entries(result))
    : {};
}

interface Place {
  readonly secrets: Secrets;
  /** Inside a secret. */
  readonly secret: boolean;
}

function convert(value: unknown, place: Place): unknown {
  if (value === pulumi.runtime.unknownValue) {
    return SHOWN_UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => convert(item, place));
  }
  if (typeof value !== "object" || value === null) {
    return place.secret && place.secrets === "hidden" ? SHOWN_SECRET : value;
  }
  if (Reflect.get(value, pulumi.runtime.specialSigKey) === pulumi.runtime.specialSecretSig) {
    return convert(Reflect.get(value, "value"), { ...place, secret: true });
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]: [string, unknown]) => [key, convert(inner, place)]),
  );
}
