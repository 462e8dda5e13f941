// What one object has otherwise than another, by path.

type Keyed = Readonly<Record<string, unknown>>;
/** Of each key, what it has otherwise; keys of an object with one change stand in one, with dots between them. */
export type Changes = ReadonlyMap<string, Changes | object>;

/** Nothing where they are the same; for what is no object, what was and what is. */
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

/** As an object for YAML. */
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

/** Items that have names are matched by them; of other lists, what came and what went. */
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

/** Undefined where an item has no name or shares it. */
function byName(list: readonly unknown[]): Keyed | undefined {
  const entries = list.map((item) => [nameOf(item), item] as const);
  const names = new Set(entries.map(([name]) => name));
  return names.size === list.length && !names.has("")
    ? (Object.fromEntries(entries) as Keyed)
    : undefined;
}

/** Of an alert, which a group may have once for each job, with the job. */
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
