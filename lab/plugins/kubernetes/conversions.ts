// Converts inputs to request bodies, and live objects to outputs.
import { at, isObject, type Path, type Value, type Values } from "../protocol/values";

/** Outputs that are not fields of the object, named as in the official plugin. */
export const kept = {
  inputs: "__inputs",
  fieldManager: "__fieldManager",
  apiVersion: "__initialApiVersion",
} as const;

/** With stringData moved to data: stringData is write-only, and a key removed from it would stay in data. */
export function bodyOf(inputs: Values): Values {
  const { stringData, ...others } = inputs;
  if (inputs["kind"] !== "Secret" || !isObject(stringData)) {
    return inputs;
  }
  const encoded = Object.entries(stringData).map(([key, value]) => [
    key,
    Buffer.from(String(value)).toString("base64"),
  ]);
  const data = isObject(inputs["data"]) ? inputs["data"] : {};
  return { ...others, data: { ...data, ...Object.fromEntries(encoded) } };
}

export function outputsOf(live: Values, inputs: Values, manager: Value): Values {
  return {
    ...live,
    [kept.inputs]: inputs,
    [kept.fieldManager]: manager,
    [kept.apiVersion]: inputs["apiVersion"] ?? live["apiVersion"] ?? null,
  };
}

/**
 * Paths of secret outputs: all data of a Secret, and outputs of secret inputs. A list with a secret item is secret as a
 * whole, since the server may return it in another order.
 */
export function secretPaths(type: string, inputs: readonly Path[]): Path[] {
  const paths =
    type === "kubernetes:core/v1:Secret" ? [["data"], ["stringData"]] : inputs.map(untilList);
  return paths.flatMap((path) => [path, [kept.inputs, ...path]]);
}

function untilList(path: Path): Path {
  const index = path.findIndex((key) => typeof key === "number");
  return index === -1 ? path : path.slice(0, index);
}

/** Inputs after a refresh: where the live object was changed, they have the new value. */
export function drifted(inputs: Values, before: Values, now: Values): Values {
  const [changed] = [drift(inputs, before, now)];
  return isObject(changed) ? changed : inputs;
}

function drift(input: Value, before: Value | undefined, now: Value | undefined): Value | undefined {
  if (isObject(input) && isObject(now)) {
    const was = isObject(before) ? before : {};
    const entries = Object.entries(input).map(([key, item]) => [
      key,
      drift(item, was[key], now[key]),
    ]);
    return Object.fromEntries(entries.filter(([, item]) => item !== undefined));
  }
  if (Array.isArray(input) && Array.isArray(now)) {
    const was = Array.isArray(before) ? before : [];
    const items = input.map((item, index) => drift(item, was[index], now[index]));
    return items.filter((item) => item !== undefined);
  }
  return JSON.stringify(before) === JSON.stringify(now) ? input : now;
}

export function put(into: Value | undefined, path: Path, value: Value): Value {
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

export function without(from: Values, path: Path): Values {
  const [key, ...rest] = path;
  const inner = at(from, [key ?? ""]);
  if (rest.length > 0) {
    return isObject(inner) ? { ...from, [String(key)]: without(inner, rest) } : from;
  }
  return Object.fromEntries(Object.entries(from).filter(([name]) => name !== key));
}
