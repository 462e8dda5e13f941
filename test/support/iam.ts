// Evaluates IAM policies as AWS does, as far as this program's policies need it; unsupported elements are errors.
// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html
import { z } from "zod";

const oneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (typeof value === "string" ? [value] : value));
const statement = z.strictObject({
  Sid: z.string().optional(),
  Effect: z.enum(["Allow", "Deny"]),
  Principal: z
    .union([z.literal("*"), z.partialRecord(z.enum(["AWS", "Federated", "Service"]), oneOrMore)])
    .optional(),
  Action: oneOrMore,
  Resource: oneOrMore.optional(),
  Condition: z.record(z.string(), z.record(z.string(), oneOrMore)).default({}),
});
const policy = z.strictObject({ Version: z.literal("2012-10-17"), Statement: z.array(statement) });

export type Policy = z.infer<typeof policy>;
type Statement = z.infer<typeof statement>;

export const parsePolicy = (text: string): Policy => policy.parse(JSON.parse(text));

export interface Caller {
  readonly kind: "AWS" | "Federated" | "Service";
  readonly id: string;
}

export interface Request {
  readonly caller: Caller;
  readonly action: string;
  readonly resource?: string;
  readonly context: Readonly<Record<string, string>>;
}

/** `*` matches any text, `?` any character. */
const like = (pattern: string, text: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
      .replaceAll("*", ".*")
      .replaceAll("?", ".")}$`,
  ).test(text);

type Operator = (found: string | undefined, values: readonly string[]) => boolean;
const given =
  (holds: (found: string, value: string) => boolean): Operator =>
  (found, values) =>
    found !== undefined && values.some((value) => holds(found, value));

/** A key that is absent from the request matches no value, so only negated operators are true. */
const OPERATORS: Readonly<Record<string, Operator>> = {
  StringEquals: given((found, value) => found === value),
  StringLike: given((found, value) => like(value, found)),
  StringNotEquals: (found, values) => found === undefined || !values.includes(found),
  ArnEquals: given((found, value) => like(value, found)),
  Bool: given((found, value) => found === value),
  NumericLessThan: given((found, value) => Number(found) < Number(value)),
  Null: (found, values) => values.includes(String(found === undefined)),
};

function holds(condition: Statement["Condition"], context: Request["context"]): boolean {
  return Object.entries(condition).every(([name, keys]) => {
    const operator = OPERATORS[name];
    if (operator === undefined) {
      throw new Error(`the evaluator does not support ${name}`);
    }
    return Object.entries(keys).every(([key, values]) => operator(context[key], values));
  });
}

const speaksOf = ({ Action, Resource, Condition }: Statement, request: Request): boolean =>
  Action.some((action) => like(action.toLowerCase(), request.action.toLowerCase())) &&
  (Resource === undefined || Resource.some((arn) => like(arn, request.resource ?? ""))) &&
  holds(Condition, request.context);

const accountOf = (arn: string): string => arn.split(":")[4] ?? "";

/** Whether a policy names the caller, or the caller's account, which may then delegate. */
function named({ Principal }: Statement, { kind, id }: Caller): "caller" | "account" | undefined {
  if (Principal === undefined || Principal === "*") {
    return "caller";
  }
  const ids = Principal[kind] ?? [];
  if (ids.includes(id) || ids.includes("*")) {
    return "caller";
  }
  const root = new RegExp(`^(${accountOf(id)}|arn:[\\w-]+:iam::${accountOf(id)}:root)$`);
  return kind === "AWS" && ids.some((one) => root.test(one)) ? "account" : undefined;
}

export interface Said {
  readonly denies: boolean;
  /** Allows the caller itself. */
  readonly allows: boolean;
  /** Delegates the decision to the caller's account. */
  readonly delegates: boolean;
}

/** Effect of identity or resource policies on a request. */
export function said(policies: readonly Policy[], request: Request): Said {
  const about = policies
    .flatMap(({ Statement }) => Statement)
    .filter((one) => speaksOf(one, request))
    .map((one) => ({ effect: one.Effect, who: named(one, request.caller) }));
  return {
    denies: about.some(({ effect, who }) => effect === "Deny" && who !== undefined),
    allows: about.some(({ effect, who }) => effect === "Allow" && who === "caller"),
    delegates: about.some(({ effect, who }) => effect === "Allow" && who === "account"),
  };
}
