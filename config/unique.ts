// Checks that no two keys of the same name have the same value, anywhere in the configuration.
import { errorIf, joinPath, formatValue, type ConfigError } from "./errors";

/** Every value under a key of this name, with its path. */
const valuesOf = (value: unknown, name: string, path: string): [string, unknown][] =>
  typeof value === "object" && value !== null
    ? Object.entries(value).flatMap(([key, inner]) => {
        const at = path === "" ? key : joinPath(path, [Array.isArray(value) ? Number(key) : key]);
        return key === name ? [[at, inner] satisfies [string, unknown]] : valuesOf(inner, name, at);
      })
    : [];

/** An error for each value that an earlier key called `name` already has, at any depth of `config`. */
export function repeatErrors(config: object, name: string, fix: string): ConfigError[] {
  const values = valuesOf(config, name, "").filter(([, value]) => value !== undefined);
  return values.flatMap(([path, value], i) => {
    const first = values.slice(0, i).find(([, other]) => other === value);
    return errorIf(first !== undefined, {
      path,
      value: formatValue(value),
      rule: `it repeats ${first?.[0] ?? ""}`,
      fix,
    });
  });
}
