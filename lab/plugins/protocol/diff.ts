// Structural difference between two sets of inputs, as a list of paths.
import { isObject, type Path, type Value, type Values } from "./values";

export interface Change {
  readonly path: Path;
  readonly kind: "add" | "delete" | "update";
}

export function changes(olds: Values, news: Values): Change[] {
  return compare(olds, news, []);
}

function compare(before: Value | undefined, after: Value | undefined, path: Path): Change[] {
  const [had, has] = [before ?? undefined, after ?? undefined];
  if (had === undefined || has === undefined) {
    return had === has ? [] : [{ path, kind: had === undefined ? "add" : "delete" }];
  }
  if (isObject(had) && isObject(has)) {
    const keys = new Set([...Object.keys(had), ...Object.keys(has)]);
    return [...keys].flatMap((key) => compare(had[key], has[key], [...path, key]));
  }
  if (Array.isArray(had) && Array.isArray(has)) {
    const length = Math.max(had.length, has.length);
    return Array.from({ length }, (_, index) => index).flatMap((index) =>
      compare(had[index], has[index], [...path, index]),
    );
  }
  return had === has ? [] : [{ path, kind: "update" }];
}

/** Formats a path as the engine does: `spec.ports[0].name`, `metadata.labels["a/b"]`. */
export function printPath(path: Path): string {
  return path
    .map((key, index) => {
      if (typeof key === "number") {
        return `[${key}]`;
      }
      if (/[."[\]]/.test(key)) {
        return `[${JSON.stringify(key)}]`;
      }
      return index === 0 ? key : `.${key}`;
    })
    .join("");
}

export function parsePath(text: string): Path {
  const parts = text.matchAll(/\["((?:[^"\\]|\\.)*)"\]|\[(\d+|\*)\]|([^.[\]]+)/g);
  return [...parts].map(([, quoted, index, name]) => {
    if (quoted !== undefined) {
      return quoted.replace(/\\(.)/g, "$1");
    }
    return index !== undefined && index !== "*" ? Number(index) : (name ?? "*");
  });
}

/** Whether `path` matches the pattern or lies below it; `*` matches any key or index. */
export function covers(pattern: Path, path: Path): boolean {
  return (
    pattern.length <= path.length &&
    pattern.every((key, index) => key === "*" || key === path[index])
  );
}
