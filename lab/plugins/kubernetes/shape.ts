// From inputs to the body that is applied, and from the live object to the outputs.
import { at, isObject, type Path, type Value, type Values } from "../protocol/values";
import { metadataOf } from "./kinds";

export function bodyOf(inputs: Values): Values {
  const text = inputs["stringData"];
  if (inputs["kind"] !== "Secret" || !isObject(text)) {
    return inputs;
  }
  // stringData is write-only: the server would not take back a key that is dropped from it.
  const encoded = Object.entries(text).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  const data = isObject(inputs["data"]) ? inputs["data"] : {};
  return { ...without(inputs, "stringData"), data: { ...data, ...Object.fromEntries(encoded) } };
}

/** The live object without the server's book-keeping of who owns which field. */
export function outputsOf(live: Values, inputs: Values): Values {
  const metadata = without(metadataOf(live), "managedFields");
  const text = inputs["stringData"];
  return {
    ...live,
    metadata,
    ...(text === undefined ? {} : { stringData: text }),
    __initialApiVersion: inputs["apiVersion"] ?? live["apiVersion"] ?? null,
  };
}

function without(values: Values, key: string): Values {
  return Object.fromEntries(Object.entries(values).filter(([name]) => name !== key));
}

/** Ignored fields are applied with the value they have, so that whoever set it keeps it. */
export function keepIgnored(body: Values, live: Values, ignored: readonly Path[]): Values {
  return ignored
    .filter((path) => !path.includes("*"))
    .reduce((kept, path) => {
      const value = at(live, path);
      const changed = value === undefined ? kept : put(kept, path, value);
      return isObject(changed) ? changed : kept;
    }, body);
}

function put(into: Value | undefined, path: Path, value: Value): Value {
  const [key, ...rest] = path;
  if (key === undefined) {
    return value;
  }
  if (typeof key === "number") {
    const list = Array.isArray(into) ? into : [];
    return list.map((item, index) => (index === key ? put(item, rest, value) : item));
  }
  const object = isObject(into) ? into : {};
  return { ...object, [key]: put(object[key], rest, value) };
}
