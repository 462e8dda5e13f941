// Converts between plain values and the engine's protobuf Structs with their secret wrappers.
import * as struct from "google-protobuf/google/protobuf/struct_pb";

export type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
export type Values = { [key: string]: Value };
export type Path = (string | number)[];

/** Sentinel that the engine sends in a preview for an unknown value. */
export const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

const signature = "4dabf18193072939515e22adb298388d";
const secretSignature = "1b47061264138c4ac30d75fd1eb44270";

export function isObject(value: Value | undefined): value is Values {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** The value at a path, undefined where there is none. */
export function at(value: Value | undefined, path: Path): Value | undefined {
  let here = value;
  for (const key of path) {
    if (Array.isArray(here) && typeof key === "number") {
      here = here[key];
    } else if (isObject(here) && typeof key === "string") {
      here = here[key];
    } else {
      return undefined;
    }
  }
  return here;
}

export function hasUnknown(value: Value | undefined): boolean {
  if (Array.isArray(value)) {
    return value.some(hasUnknown);
  }
  return isObject(value) ? Object.values(value).some(hasUnknown) : value === unknown;
}

/** A copy without keys that are null: the providers here treat null inputs as absent. */
export function withoutNulls(values: Values): Values {
  const strip = (value: Value): Value => {
    if (Array.isArray(value)) {
      return value.map(strip);
    }
    return isObject(value) ? withoutNulls(value) : value;
  };
  return Object.fromEntries(
    Object.entries(values)
      .filter(([, value]) => value !== null && value !== undefined)
      .map(([key, value]) => [key, strip(value)]),
  );
}

export interface Properties {
  readonly values: Values;
  /** Paths of the secrets: providers work on plain values, and the wrappers are restored afterwards. */
  readonly secrets: readonly Path[];
}

export function fromStruct(message: struct.Struct | undefined): Properties {
  const secrets: Path[] = [];
  const open = (value: Value, path: Path): Value => {
    if (Array.isArray(value)) {
      return value.map((item, index) => open(item, [...path, index]));
    }
    if (!isObject(value)) {
      return value;
    }
    if (value[signature] === secretSignature) {
      secrets.push(path);
      return open(value["value"] ?? null, path);
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, open(item, [...path, key])]),
    );
  };
  const raw: Values = message === undefined ? {} : message.toJavaScript();
  return {
    values: Object.fromEntries(Object.entries(raw).map(([key, item]) => [key, open(item, [key])])),
    secrets,
  };
}

export function toStruct(values: Values, secrets: readonly Path[] = []): struct.Struct {
  const close = (value: Value, below: readonly Path[]): Value => {
    if (below.some((path) => path.length === 0)) {
      return { [signature]: secretSignature, value };
    }
    const inner = (key: string | number) =>
      below.filter((path) => path[0] === key).map((path) => path.slice(1));
    if (Array.isArray(value)) {
      return value.map((item, index) => close(item, inner(index)));
    }
    if (!isObject(value)) {
      return value;
    }
    return Object.fromEntries(
      Object.entries(value)
        .filter(([, item]) => item !== undefined)
        .map(([key, item]) => [key, close(item, inner(key))]),
    );
  };
  const closed = close(values, secrets);
  return struct.Struct.fromJavaScript(isObject(closed) ? closed : {});
}
