// Structural difference between two objects, by path.

type Keyed = Readonly<Record<string, unknown>>;
/** Changes by key. A nested object with only one change is joined with its parent to a key with dots. */
export type Changes = ReadonlyMap<string, Changes | object>;

/** Undefined where both are the same; other values than objects and lists give the old and the new value. */
export function changes(before: unknown, after: unknown): Changes | object | undefined {
  if (same(before, after)) {
    return undefined;
  }
  if (isObject(before) && isObject(after)) {
    return ofKeys(before, after, (key) => key);
  }
  return Array.isArray(before) && Array.isArray(after)
    ? ofLists(before, after)
    : { was: before, now: after };
}

/** As a plain object, for YAML. */
export const plainChanges = (found: Changes | object): object =>
  found instanceof Map
    ? Object.fromEntries(
        [...(found as Changes)].map(([key, inner]): [string, object] => [key, plainChanges(inner)]),
      )
    : found;

function ofKeys(before: Keyed, after: Keyed, shownKey: (key: string) => string): Changes {
  const found = new Map<string, Changes | object>();
  for (const key of [...new Set([...Object.keys(before), ...Object.keys(after)])].sort()) {
    const inner = !(key in before)
      ? { added: after[key] }
      : !(key in after)
        ? { removed: before[key] }
        : changes(before[key], after[key]);
    if (inner instanceof Map && inner.size === 1) {
      (inner as Changes).forEach((change, path) => {
        found.set(`${shownKey(key)}${path.startsWith("[") ? "" : "."}${path}`, change);
      });
    } else if (inner !== undefined) {
      found.set(shownKey(key), inner);
    }
  }
  return found;
}

/** Named items are compared by name; other lists give the added and removed items. */
function ofLists(before: readonly unknown[], after: readonly unknown[]): Changes | object {
  const [named, namedAfter] = [byName(before), byName(after)];
  if (named !== undefined && namedAfter !== undefined) {
    const inside = ofKeys(named, namedAfter, (name) => `[${name}]`);
    return inside.size > 0 ? inside : { was: before, now: after };
  }
  const added = after.filter((item) => !before.some((other) => same(item, other)));
  const removed = before.filter((item) => !after.some((other) => same(item, other)));
  return added.length + removed.length === 0
    ? { was: before, now: after }
    : { ...(added.length > 0 && { added }), ...(removed.length > 0 && { removed }) };
}

/** Undefined if an item has no unique name. */
function byName(list: readonly unknown[]): Keyed | undefined {
  const entries = list.map((item) => [nameOf(item), item] as const);
  const names = new Set(entries.map(([name]) => name));
  return names.size === list.length && !names.has("")
    ? (Object.fromEntries(entries) as Keyed)
    : undefined;
}

/** An alert's name includes its job, since a group may have one alert for several jobs. */
function nameOf(item: unknown): string {
  if (!isObject(item)) {
    return "";
  }
  const { name, alert, record, labels } = item;
  const job = isObject(labels) ? labels["job"] : undefined;
  return [name ?? alert ?? record, job].filter((word) => typeof word === "string").join(" ");
}

const isObject = (value: unknown): value is Keyed =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);
