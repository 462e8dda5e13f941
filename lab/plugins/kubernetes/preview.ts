// The outputs of a preview: the inputs, with what the API server will fill in as not yet known.
import { at, isObject, unknown, type Value, type Values } from "../protocol/values";
import { metadataOf } from "./kinds";

export function previewed(inputs: Values, before: Values | undefined): Values {
  if (before === undefined) {
    const metadata = metadataOf(inputs);
    const later = { uid: unknown, resourceVersion: unknown, creationTimestamp: unknown };
    return {
      ...filled(inputs),
      metadata: inputs["metadata"] === unknown ? unknown : { ...later, ...metadata },
      status: unknown,
    };
  }
  // A Service that becomes another type gets an address that it does not have now.
  const sameType = at(before, ["spec", "type"]) === (at(inputs, ["spec", "type"]) ?? "ClusterIP");
  const isService = inputs["kind"] === "Service";
  const merged = merge(before, filled(inputs));
  const status = isService && !sameType ? unknown : before["status"];
  return { ...(isObject(merged) ? merged : inputs), ...(status === undefined ? {} : { status }) };
}

/** The fields that programs read back: a Service's addresses and ports, a Secret's data. */
function filled(inputs: Values): Values {
  const spec = inputs["spec"];
  if (inputs["kind"] === "Secret" && inputs["stringData"] !== undefined) {
    return { ...inputs, data: unknown };
  }
  if (inputs["kind"] !== "Service" || !isObject(spec)) {
    return inputs;
  }
  const open = spec["type"] === "NodePort" || spec["type"] === "LoadBalancer";
  const ports = spec["ports"];
  const withPorts =
    open && Array.isArray(ports)
      ? { ports: ports.map((port) => (isObject(port) ? { nodePort: unknown, ...port } : port)) }
      : {};
  return { ...inputs, spec: { clusterIP: unknown, clusterIPs: unknown, ...spec, ...withPorts } };
}

/** What the server filled in before stays, where the inputs do not say otherwise. */
function merge(before: Value | undefined, now: Value): Value {
  if (Array.isArray(before) && Array.isArray(now) && before.length === now.length) {
    return now.map((item, index) => merge(before[index], item));
  }
  if (!isObject(before) || !isObject(now)) {
    return now === unknown && before !== undefined ? before : now;
  }
  const merged = Object.entries(now).map(([key, value]) => [key, merge(before[key], value)]);
  return { ...before, ...Object.fromEntries(merged) };
}
