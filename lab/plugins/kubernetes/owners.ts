// Field ownership of live objects (metadata.managedFields), including that of ignored fields.
import { at, isObject, type Path, type Value, type Values } from "../protocol/values";
import { annotationOf, metadataOf } from "./kinds";
import { put, without } from "./conversions";

/** Field manager for creates, which differs from that for applies. */
export const creator = "pulumi-kubernetes";

/** Field manager that the program sets. */
export function namedManager(inputs: Values): string | undefined {
  return annotationOf(inputs, "pulumi.com/patchFieldManager");
}

/** Managers whose fields the first update takes over, as in the official plugin. */
const taken = new Set([
  ...["kubectl Apply", "kubectl Update", "before-first-apply Update", `${creator} Update`],
  ...["pulumi-kubernetes.exe Update", "pulumi-resource-kubernetes Update"],
]);

export function entriesOf(live: Values): Values[] {
  const list = metadataOf(live)["managedFields"];
  return Array.isArray(list) ? list.filter(isObject) : [];
}

const nameOf = (entry: Values) => `${String(entry["manager"])} ${String(entry["operation"])}`;

export function createdHere(live: Values): boolean {
  return entriesOf(live).some((entry) => nameOf(entry) === `${creator} Update`);
}

/** JSON Patch that transfers ownership of the created fields to the manager; undefined where it owns them. */
export function takeOver(live: Values, manager: string): Value[] | undefined {
  const entries = entriesOf(live);
  const isTaken = (entry: Values) => taken.has(nameOf(entry)) && entry["subresource"] === undefined;
  if (!entries.some(isTaken)) {
    return undefined;
  }
  const isOwn = (entry: Values) => nameOf(entry) === `${manager} Apply`;
  const ours = entries.filter((entry) => isTaken(entry) || isOwn(entry));
  const fieldsV1 = ours.map((entry) => entry["fieldsV1"] ?? {}).reduce<Value>(union, {});
  const own = { ...ours[0], manager, operation: "Apply", fieldsV1 };
  const others = entries.filter((entry) => !ours.includes(entry));
  const replace = (key: string, value: Value): Values => ({
    op: "replace",
    path: `/metadata/${key}`,
    value,
  });
  return [
    replace("managedFields", [...others, own]),
    // The server rejects the patch if the object has changed meanwhile.
    replace("resourceVersion", metadataOf(live)["resourceVersion"] ?? ""),
  ];
}

/** Field sets are trees of objects, so merging the objects unites the sets. */
function union(one: Value, other: Value): Value {
  if (!isObject(one) || !isObject(other)) {
    return one;
  }
  const merged = { ...one };
  for (const [key, value] of Object.entries(other)) {
    merged[key] = union(merged[key] ?? {}, value);
  }
  return merged;
}

/** Ignored fields that only others own are omitted; all others are sent with their live value. */
export function keepIgnored(
  body: Values,
  live: Values,
  manager: string,
  ignored: readonly Path[],
): Values {
  return ignored
    .filter((path) => !path.includes("*"))
    .reduce((sent, path) => {
      const owns = (entry: Values) =>
        at(
          entry["fieldsV1"],
          path.map((key) => `f:${key}`),
        ) !== undefined;
      const owners = entriesOf(live).filter(owns);
      if (owners.length > 0 && owners.every((entry) => entry["manager"] !== manager)) {
        return without(sent, path);
      }
      const value = at(live, path);
      const changed = value === undefined ? sent : put(sent, path, value);
      return isObject(changed) ? changed : sent;
    }, body);
}
