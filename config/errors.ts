// Configuration errors: path, value, rule and fix of each, and one report of them all.
import type { z } from "zod";
import { didYouMean, nearest } from "./nearest";

export interface ConfigError {
  /** Full key: `thanos-fleet:observees[1].name`. */
  readonly path: string;
  /** The configured value as JSON; absent when the key is not set. */
  readonly value?: string;
  readonly rule: string;
  readonly fix: string;
}

/** The error in a list, if there is one. */
export const errorIf = (broken: boolean, error: ConfigError): ConfigError[] =>
  broken ? [error] : [];

/** A rule that a schema checks, and how to fix a value that breaks it. */
export interface Rule {
  readonly rule: string;
  readonly fix: string;
}

/** Options for a zod check that carry the rule and its fix. */
export const issue = (rule: string, fix: string) => ({ error: rule, params: { fix } });

const SHOWN = 80;

/** The value as JSON, cut at 80 characters. A private key that was pasted by mistake is not shown. */
export function formatValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (/PRIVATE KEY/.test(text)) {
    return "a private key";
  }
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** `observees`, `1`, `name` → `observees[1].name`. */
export const joinPath = (root: string, path: readonly PropertyKey[]): string =>
  path.reduce<string>(
    (text, part) =>
      typeof part === "number" ? `${text}[${String(part)}]` : `${text}.${String(part)}`,
    root,
  );

/** The value at a path of an object; undefined when there is none. */
export function at(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>(
    (inner, part) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, part) : undefined,
    value,
  );
}

/** Converts a zod issue to errors; `legalKeys` returns the keys that the object at a path may have. */
export function faultsOf(
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
            faultsOf(root, input, { ...inner, path: [...issue.path, ...inner.path] }, legalKeys),
          );
    }
    default:
      return [{ path, ...value, rule: issue.message, fix: fixOf(issue) }];
  }
}

/** The type of the whole value is wrong, not that of a field in it. */
const isOtherType = ({ code, path }: z.core.$ZodIssue): boolean =>
  code === "invalid_type" && path.length === 0;

export function unknownKey(path: string, key: string, legal: readonly string[]): ConfigError {
  return {
    path,
    rule:
      legal.length === 0 ? "is not a known key" : `is not one of ${[...legal].sort().join(", ")}`,
    fix: didYouMean(key, legal, "remove it"),
  };
}

const article = (type: string): string => (/^[aeio]/.test(type) ? `an ${type}` : `a ${type}`);

function fixOf(issue: z.core.$ZodIssue): string {
  const params: unknown = "params" in issue ? issue.params : undefined;
  const fix =
    typeof params === "object" && params !== null ? Reflect.get(params, "fix") : undefined;
  return typeof fix === "string" ? fix : "see docs/configuration.md";
}

/** The report: a summary line, then a line for each error. */
export function report(stack: string, faults: readonly ConfigError[]): string {
  const count = faults.length === 1 ? "1 fault" : `${String(faults.length)} faults`;
  const lines = faults.map(({ path, value, rule, fix }) =>
    value === undefined
      ? `  - ${path} ${rule}; ${fix}`
      : `  - ${path} is ${value}, but ${rule}; ${fix}`,
  );
  return [
    `The configuration of stack "${stack}" has ${count}; nothing was changed.`,
    ...lines,
    "  See docs/configuration.md.",
  ].join("\n");
}
