// Converts values as sent to the engine to plain ones; secrets and unknown values become fixed texts.
import * as pulumi from "@pulumi/pulumi";

export const SHOWN_SECRET = "[secret]";
const SHOWN_UNKNOWN = "[unknown]";

/** Whether secrets, which are only placeholders in a recording, are shown. */
export type Secrets = "hidden" | "shown";

/** A plain object; a secret object keeps its keys, and only the values are replaced. */
export function plainObject(value: unknown, secrets: Secrets): Record<string, unknown> {
  const result = convert(value ?? {}, { secrets, secret: false });
  return typeof result === "object" && result !== null
    ? Object.fromEntries(Object.entries(result))
    : {};
}

interface Scope {
  readonly secrets: Secrets;
  /** The value is inside a secret. */
  readonly secret: boolean;
}

function convert(value: unknown, scope: Scope): unknown {
  if (value === pulumi.runtime.unknownValue) {
    return SHOWN_UNKNOWN;
  }
  if (Array.isArray(value)) {
    return value.map((item: unknown) => convert(item, scope));
  }
  if (typeof value !== "object" || value === null) {
    return scope.secret && scope.secrets === "hidden" ? SHOWN_SECRET : value;
  }
  if (Reflect.get(value, pulumi.runtime.specialSigKey) === pulumi.runtime.specialSecretSig) {
    return convert(Reflect.get(value, "value"), { ...scope, secret: true });
  }
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, inner]: [string, unknown]) => [key, convert(inner, scope)]),
  );
}
