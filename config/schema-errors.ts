// Converts the issues of zod's schemas to configuration errors.
import type { z } from "zod";
import { at, formatValue, joinPath, unknownKey, type ConfigError } from "./errors";
import { nearest } from "./nearest";

/** Converts a zod issue to errors; `legalKeys` returns the keys that the object at a path may have. */
export function errorsOf(
  root: string,
  input: unknown,
  issue: z.core.$ZodIssue,
  legalKeys: (path: readonly PropertyKey[]) => readonly string[],
): ConfigError[] {
  const path = joinPath(root, issue.path);
  const found = at(input, issue.path);
  // Users paste the secret itself where its name is expected.
  const secret = /Secret$/.test(String(issue.path.at(-1)));
  const value = found === undefined || secret ? {} : { value: formatValue(found) };
  switch (issue.code) {
    case "unrecognized_keys":
      return issue.keys.map((key) => unknownKey(joinPath(path, [key]), key, legalKeys(issue.path)));
    case "invalid_type":
      return [
        found === undefined
          ? { path, rule: "is required", fix: `give it ${article(issue.expected)}` }
          : { path, ...value, rule: `must be ${article(issue.expected)}`, fix: "change its type" },
      ];
    case "invalid_value":
      return [
        {
          path,
          ...value,
          rule: `must be ${issue.values.map((v) => formatValue(v)).join(" or ")}`,
          fix: `use ${formatValue(nearest(typeof found === "string" ? found : formatValue(found), issue.values.map(String)) ?? issue.values[0])}`,
        },
      ];
    case "invalid_union": {
      // If only one member has the value's type, report its errors. A union by `kind` has one issue, for `kind`.
      const [meant, ...more] = issue.errors.filter((member) => !member.some(isOtherType));
      return meant === undefined || more.length > 0
        ? [{ path, ...value, rule: issue.message, fix: "name one of them" }]
        : meant.flatMap((inner) =>
            errorsOf(root, input, { ...inner, path: [...issue.path, ...inner.path] }, legalKeys),
          );
    }
    default:
      return [{ path, ...value, rule: issue.message, fix: fixOf(issue) }];
  }
}

/** The type of the whole value is wrong, not that of a field in it. */
const isOtherType = ({ code, path }: z.core.$ZodIssue): boolean =>
  code === "invalid_type" && path.length === 0;

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

function fixOf(issue: z.core.$ZodIssue): string {
  const params: unknown = "params" in issue ? issue.params : undefined;
  const fix =
    typeof params === "object" && params !== null ? Reflect.get(params, "fix") : undefined;
  return typeof fix === "string" ? fix : "see docs/configuration.md";
}
