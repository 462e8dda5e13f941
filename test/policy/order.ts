// Rules of order: what is read at a pod's start is there, as it should be, before the pod is.
import type { Recorded } from "../../tools/render/recorded";
import { OPERATED, ofKind } from "./objects";
import type { Rule } from "./structure";

/** Kinds that make pods, by Kubernetes' hand or the operator's. */
const MAKERS = ["Deployment", "StatefulSet", "DaemonSet", "Job", ...OPERATED];

type Read = `${"ConfigMap" | "Secret" | "ServiceAccount"} ${string}`;

const metadataOf = ({ inputs }: Recorded, field: "name" | "namespace"): string =>
  text(Object(inputs["metadata"])[field]);

const text = (value: unknown): string => (typeof value === "string" ? value : "");

/** What a reference holds: `{name}` of a ConfigMap or a Secret, whatever field it is under. */
function readBy(key: string, value: unknown): Read[] {
  const name = text(Object(value).name);
  switch (key) {
    case "serviceAccountName":
      return [`ServiceAccount ${text(value)}`];
    case "secretName":
      return [`Secret ${text(value)}`];
    case "configMap":
    case "configMapRef":
    case "configMapKeyRef":
      return [`ConfigMap ${name}`];
    case "secrets":
      return Array.isArray(value) ? value.map((one): Read => `Secret ${text(one)}`) : [];
    default:
      // A key of a Secret, as Kubernetes and the operator write it.
      return name !== "" && text(Object(value).key) !== "" ? [`Secret ${name}`] : [];
  }
}

const readIn = (value: unknown): Read[] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => [...readBy(key, inner), ...readIn(inner)])
    : [];

/** All that a resource waits for, also by way of others, as `type::name`. */
export function waitsFor(resource: Recorded, resources: readonly Recorded[]): Set<string> {
  const all = new Map(resources.map((r) => [`${r.type}::${r.name}`, r]));
  const found = new Set<string>();
  const open = [...resource.dependsOn];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (!found.has(next)) {
      found.add(next);
      open.push(...(all.get(next)?.dependsOn ?? []));
    }
  }
  return found;
}

/**
 * A workload waits for the ConfigMaps, Secrets and the account that its pods read and this stack makes. Changed beside
 * each other, a pod could start with the old file, and keep to it: a checksum in its annotations rolls it only once.
 */
export const podsStartAfterTheirFiles: Rule = (resources) => {
  const files = ofKind(resources, "ConfigMap", "Secret", "ServiceAccount");
  return ofKind(resources, ...MAKERS).flatMap((maker) => {
    const reads = new Set<string>(readIn(maker.inputs));
    const before = waitsFor(maker, resources);
    return files
      .filter((file) => metadataOf(file, "namespace") === metadataOf(maker, "namespace"))
      .filter((file) => reads.has(`${String(file.inputs["kind"])} ${metadataOf(file, "name")}`))
      .filter(({ type, name }) => !before.has(`${type}::${name}`))
      .map(({ name }) => `${maker.name} does not wait for ${name}`);
  });
};
