// Reads raw configuration into typed settings, each key by its own schema, so that all errors are found at once.
import { z } from "zod";
import { at, unknownKey, type ConfigError } from "./errors";
import { jsonOf } from "./json";
import { REQUIRED } from "./required";
import { errorsOf } from "./schema-errors";

/** Raw configuration of the program's namespace: key → text, and which keys are secret. */
export interface RawConfig {
  readonly values: Readonly<Record<string, string>>;
  readonly secrets: ReadonlySet<string>;
}

type Shape = Readonly<Record<string, z.ZodType>>;

/** Settings of the keys without errors, the decoded values of all keys, and the errors. */
export interface Reading<S extends Shape> {
  readonly settings: Partial<z.infer<z.ZodObject<S>>>;
  readonly decoded: Readonly<Record<string, unknown>>;
  readonly errors: readonly ConfigError[];
}

/** Keys whose text is the value itself; all others hold JSON. */
const TEXT_KEYS = new Set(["role", "cluster", "namespace", "serverName"]);

const parse = (key: string, text: string): unknown => (TEXT_KEYS.has(key) ? text : jsonOf(text));

/** Keys whose value selects a member of a union. */
const UNION_WORDS = ["kind", "issuer"];

const jsonSchemas = new WeakMap<z.ZodType, object>();

/** Cached per schema: the conversion is slower than everything else here. */
function jsonSchema(schema: z.ZodType): object {
  const known =
    jsonSchemas.get(schema) ?? z.toJSONSchema(schema, { io: "input", unrepresentable: "any" });
  jsonSchemas.set(schema, known);
  return known;
}

/** The legal keys of the object at a path of the input, from the JSON Schema. */
function legalKeys(schema: z.ZodType, input: unknown, path: readonly PropertyKey[]): string[] {
  const steps = (node: unknown): unknown[] => {
    const options: unknown = property(node, "oneOf") ?? property(node, "anyOf");
    return Array.isArray(options) ? options : [node];
  };
  const reached = path.reduce<unknown[]>(
    (nodes, part) =>
      nodes
        .flatMap(steps)
        .map((node) =>
          typeof part === "number"
            ? property(node, "items")
            : property(property(node, "properties"), String(part)),
        ),
    [jsonSchema(schema)],
  );
  const word = (key: string) => at(input, [...path, key]);
  return [
    ...new Set(
      reached
        .flatMap(steps)
        .map((node) => property(node, "properties") ?? {})
        .filter((names) =>
          UNION_WORDS.every((key) => [undefined, word(key)].includes(at(names, [key, "const"]))),
        )
        .flatMap((names) => Object.keys(names)),
    ),
  ];
}

const property = (node: unknown, key: string): object | undefined => {
  const value: unknown =
    typeof node === "object" && node !== null ? Reflect.get(node, key) : undefined;
  return typeof value === "object" && value !== null ? value : undefined;
};

/** Reads every key of `shape`; a key that is neither in `shape` nor in `others` is an error. */
export function read<S extends Shape>(
  shape: S,
  others: readonly string[],
  config: RawConfig,
): Reading<S> {
  const errors: ConfigError[] = [];
  const settings: Record<string, unknown> = {};
  const decoded: Record<string, unknown> = {};
  const known = [...new Set([...Object.keys(shape), ...others])];
  for (const key of Object.keys(config.values).sort()) {
    if (!known.includes(key)) {
      errors.push(unknownKey(key, key, known));
    }
  }
  for (const [key, schema] of Object.entries(shape)) {
    const text = config.values[key];
    if (text !== undefined && config.secrets.has(key)) {
      errors.push({
        path: key,
        rule: "must not be secret as a whole",
        fix: "set it without --secret; secrets have keys of their own",
      });
      continue;
    }
    decoded[key] = text === undefined ? undefined : parse(key, text);
    const result = schema.safeParse(decoded[key]);
    if (result.success) {
      settings[key] = result.data;
    } else {
      const legal = (path: readonly PropertyKey[]) => legalKeys(schema, decoded[key], path);
      errors.push(
        ...result.error.issues
          .flatMap((issue) => errorsOf(key, decoded[key], issue, legal))
          .map(withFix),
      );
    }
  }
  return { settings: settings as Partial<z.infer<z.ZodObject<S>>>, decoded, errors };
}

/** Whether every key of `shape` was read without an error; an absent optional key counts as read. */
export const isComplete = <S extends Shape>(
  shape: S,
  settings: Partial<z.infer<z.ZodObject<S>>>,
): settings is z.infer<z.ZodObject<S>> =>
  Object.keys(shape).every((key) => Object.hasOwn(settings, key));

const withFix = (error: ConfigError): ConfigError =>
  error.value === undefined && error.rule === "is required"
    ? { ...error, fix: REQUIRED[error.path] ?? error.fix }
    : error;
