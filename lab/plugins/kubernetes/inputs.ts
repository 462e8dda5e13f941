// The provider's Check: sets name and namespace of an object, and normalizes its inputs.
import * as crypto from "node:crypto";
import { type CheckFailure, type Subject } from "../protocol/provider";
import { at, hasUnknown, isObject, unknown, withoutNulls, type Values } from "../protocol/values";
import { annotationOf, metadataOf } from "./kinds";
import { bodyOf } from "./conversions";

const autonamed = "pulumi.com/autonamed";
/** Fields that only the server sets; dropped from the inputs. */
const readOnly = [
  ...["creationTimestamp", "deletionGracePeriodSeconds", "deletionTimestamp", "generation"],
  ...["managedFields", "resourceVersion", "uid"],
];

export function isAutonamed(object: Values): boolean {
  return annotationOf(object, autonamed) === "true";
}

/** Parses kubernetes:GROUP/VERSION:Kind, where the core group is written "core". */
export function kindOfType(type: string): { apiVersion: string; kind: string } {
  const [, apiVersion = "", kind = ""] = type.split(":");
  if (!apiVersion.includes("/") || /^(helm\.sh|yaml|kustomize)/.test(apiVersion)) {
    throw new Error(`this stand-in for the kubernetes provider does not support ${type}`);
  }
  return { apiVersion: apiVersion.replace(/^core\//, ""), kind };
}

export function complete(
  subject: Subject,
  olds: Values,
  news: Values,
  /** Undefined for cluster-scoped kinds. */
  namespace: string | undefined,
  seed: Uint8Array,
): { inputs: Values; failures: CheckFailure[] } {
  kindOfType(subject.type);
  const declared = withoutNulls(news);
  const failures: CheckFailure[] = [];
  if (declared["metadata"] === unknown) {
    return { inputs: declared, failures };
  }
  const metadata = metadataOf(declared);
  if (metadata["generateName"] !== undefined && metadata["name"] === undefined) {
    throw new Error(
      "the `.metadata.generateName` field is not supported in Server-Side Apply mode",
    );
  }
  // Patch resources change objects of other owners; this stand-in only supports whole objects.
  if (subject.type.endsWith("Patch") && !String(declared["kind"]).endsWith("Patch")) {
    failures.push({
      property: "kind",
      reason: "Patch resources are not supported by this stand-in",
    });
  }
  const name = metadata["name"] === undefined ? autoName(subject, olds, seed) : {};
  const annotations = isObject(metadata["annotations"]) ? metadata["annotations"] : {};
  const marked: Values =
    "name" in name ? { annotations: { ...annotations, [autonamed]: "true" } } : {};
  const namespaced: Values = namespace === undefined ? {} : { namespace };
  const writable = Object.entries(metadata).filter(([key]) => !readOnly.includes(key));
  const completeMetadata = { ...namespaced, ...Object.fromEntries(writable), ...name, ...marked };
  const inputs = { ...declared, metadata: completeMetadata };
  return { inputs: hasUnknown(inputs) ? inputs : bodyOf(inputs), failures };
}

/** The previous auto-generated name, else a new one that is unique in the program. */
function autoName(subject: Subject, olds: Values, seed: Uint8Array): { name: string } {
  const before = at(olds, ["metadata", "name"]);
  if (typeof before === "string" && isAutonamed(olds)) {
    return { name: before };
  }
  const hash = crypto.createHash("sha256").update(seed).update(subject.urn).digest("hex");
  return { name: `${subject.name}-${hash.slice(0, 8)}`.toLowerCase() };
}
