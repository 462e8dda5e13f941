// What Check makes of a program's inputs: apiVersion and kind, a name, a namespace.
import * as crypto from "node:crypto";
import { type CheckFailure, type Subject } from "../protocol/provider";
import { at, isObject, unknown, withoutNulls, type Values } from "../protocol/values";
import { annotationOf, isNamespaced, metadataOf } from "./kinds";

const autonamed = "pulumi.com/autonamed";

export function isAutonamed(object: Values): boolean {
  return annotationOf(object, autonamed) === "true";
}

/** kubernetes:GROUP/VERSION:Kind, where the group of the first kinds is written "core". */
export function kindOfType(type: string): { apiVersion: string; kind: string } {
  const [, apiVersion = "", kind = ""] = type.split(":");
  if (!apiVersion.includes("/") || /^(helm\.sh|yaml|kustomize)/.test(apiVersion)) {
    throw new Error(`this stand-in for the kubernetes provider does not serve ${type}`);
  }
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

export function complete(
  subject: Subject,
  olds: Values,
  news: Values,
  defaultNamespace: string,
  seed: Uint8Array,
): { inputs: Values; failures: CheckFailure[] } {
  const given = withoutNulls(news);
  const inputs: Values = { ...kindOfType(subject.type), ...given };
  const failures: CheckFailure[] = [];
  if (inputs["metadata"] === unknown) {
    return { inputs, failures };
  }
  const metadata = metadataOf(given);
  if (metadata["generateName"] !== undefined && metadata["name"] === undefined) {
    const reason = "is not served by this stand-in: leave the name out, or give it";
    failures.push({ property: "metadata.generateName", reason });
  }
  // A Patch resource changes what others own; server-side apply of a whole object is not that.
  if (subject.type.endsWith("Patch") && !String(inputs["kind"]).endsWith("Patch")) {
    failures.push({ property: "kind", reason: "Patch resources are not served by this stand-in" });
  }
  const name = metadata["name"] === undefined ? autoName(subject, olds, seed) : {};
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const marked = "name" in name ? { annotations: { ...annotations, [autonamed]: "true" } } : {};
  const namespace = isNamespaced(inputs) === true ? { namespace: defaultNamespace } : {};
  return {
    inputs: { ...inputs, metadata: { ...namespace, ...metadata, ...name, ...marked } },
    failures,
  };
}

/** The name it got before, else one that no other resource of the program has. */
function autoName(subject: Subject, olds: Values, seed: Uint8Array): { name: string } {
  const before = at(olds, ["metadata", "name"]);
  if (typeof before === "string" && isAutonamed(olds)) {
    return { name: before };
  }
  const hash = crypto.createHash("sha256").update(seed).update(subject.urn).digest("hex");
  return { name: `${subject.name}-${hash.slice(0, 8)}`.toLowerCase() };
}
