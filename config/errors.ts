// Errors in a stack's configuration or in other stacks' outputs, and one report of them all.
import { didYouMean } from "./nearest";

/** An error that the user must fix. Its message: path and value, `rule`, `fix`. */
export interface ConfigError {
  /** Configuration key, such as `observees[1].name`, or name of an output of `stack`. */
  readonly path: string;
  /** Full name of the stack whose output it is; absent for a configuration key. */
  readonly stack?: string | undefined;
  /** The value as JSON; absent if there is none, or if it is a secret. */
  readonly value?: string;
  /** What the value must be, or why it is refused. */
  readonly rule: string;
  /** What the user can do. */
  readonly fix: string;
}

/** Key or output that an error is about. */
export type ErrorPlace = Pick<ConfigError, "path" | "stack">;

/** The error in a list, if the rule is broken; else an empty list. */
export const errorIf = (broken: boolean, error: ConfigError): ConfigError[] =>
  broken ? [error] : [];

/** A rule that a schema checks, and how to fix a value that breaks it. */
export interface Rule {
  readonly rule: string;
  readonly fix: string;
}

/** Options for a zod check that carry the rule and its fix. */
export const issue = (rule: string, fix: string) => ({ error: rule, params: { fix } });

const MAX_LENGTH = 80;

/** The value as JSON, cut at 80 characters. A private key that was pasted by mistake is not shown. */
export function formatValue(value: unknown): string {
  const text = JSON.stringify(value) ?? String(value);
  if (/PRIVATE KEY/.test(text)) {
    return "a private key";
  }
  return text.length > MAX_LENGTH ? `${text.slice(0, MAX_LENGTH)}…` : text;
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

/** Error for a key at `path` that is not among the legal ones; its fix names the most similar one. */
export function unknownKey(path: string, key: string, legal: readonly string[]): ConfigError {
  return {
    path,
    rule:
      legal.length === 0 ? "is not a known key" : `is not one of ${[...legal].sort().join(", ")}`,
    fix: didYouMean(key, legal, "remove it"),
  };
}

/** One line: path and value, what is wrong, and how to fix it. */
export function formatError({ path, stack, value, rule, fix }: ConfigError): string {
  const place = stack === undefined ? path : `output ${path} of stack "${stack}"`;
  return `${place} ${value === undefined ? rule : `is ${value}, but ${rule}`}; ${fix}`;
}

/** The report of the stack's errors: a summary, then a line for each error. */
export function report(stack: string, errors: readonly ConfigError[]): string {
  const count = errors.length === 1 ? "1 error" : `${String(errors.length)} errors`;
  return [
    `Stack "${stack}" has ${count}; nothing was changed.`,
    ...errors.map((error) => `  - ${formatError(error)}`),
    "  See docs/configuration.md and docs/troubleshooting.md.",
  ].join("\n");
}
