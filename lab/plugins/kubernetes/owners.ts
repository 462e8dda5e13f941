// Who owns which field of a live object (metadata.managedFields), and how ignored fields stay theirs.
import { at, isObject, type Path, type Value, type Values } from "../protocol/values";
import { annotationOf, metadataOf } from "./kinds";
import { put, without } from "./shape";

/** The name under which objects are created: create and apply never share an owner. */
export const creator = "pulumi-kubernetes";

/** The name that the program gives. */
export function namedManager(inputs: Values): string | undefined {
  return annotationOf(inputs, "pulumi.com/patchFieldManager");
}

/** Managers whose fields become ours with the first update, as the official plugin takes them over. */
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

/** The JSON patch that makes the manager the owner of what was created; undefined where it is. */
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
    // Refused by the server when somebody else was faster.
    replace("resourceVersion", metadataOf(live)["resourceVersion"] ?? ""),
  ];
}

/** Sets of fields are trees, so that their union is that of the objects. */
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

/** Ignored fields that others own are not sent; all others are sent with the value they have. */
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
