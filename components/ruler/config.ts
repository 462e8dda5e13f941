// Configuration keys of the Ruler, for rules over the whole fleet. A group has the fields of a PrometheusRule's group.
// https://prometheus-operator.dev/docs/api-reference/api/#monitoring.coreos.com/v1.RuleGroup
import { z } from "zod";
import { RULE_REPLICA_LABEL } from "./spec";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { minimumRetentionErrors } from "../prometheus/minimum-retention";
import { positive } from "../alertmanager/routes-config";
import { storage } from "../../config/storage";
import { url } from "../../config/network";
import { duration, labelName, replicas, text } from "../../config/primitives";

const METRIC = /^[a-zA-Z_:][\w:]*$/;

/** Labels that the Ruler sets itself. */
const OWN_LABELS = ["__name__", "alertname", RULE_REPLICA_LABEL];

/** Texts by label name; labels in `reserved` are rejected. */
const textsByLabel = (reserved: readonly string[]) =>
  z.record(z.string(), z.string()).superRefine((texts, context) => {
    for (const name of Object.keys(texts)) {
      const found = labelName.safeParse(name).error?.issues[0];
      const rule = reserved.includes(name)
        ? "is a label that the Ruler sets itself"
        : found?.message;
      if (rule !== undefined) {
        const params = { fix: found === undefined ? "remove it" : "rename it" };
        context.addIssue({ code: "custom", path: [name], message: rule, params });
      }
    }
  });

const rule = z
  .strictObject({
    record: z
      .string()
      .refine(
        (name) => METRIC.test(name),
        issue(
          "must be the name of a metric: letters, digits, underscores and colons, no digit first",
          'use for example "cluster:up:count"',
        ),
      )
      .optional()
      .describe("Name of the metric to record."),
    alert: text
      .optional()
      .describe("Name of the alert, which fires while the expression has results."),
    expr: text.describe("PromQL, evaluated over the whole fleet."),
    for: duration
      .optional()
      .describe("How long the expression must have results before the alert fires."),
    keep_firing_for: positive
      .optional()
      .describe("How long the alert continues to fire without results."),
    labels: textsByLabel(OWN_LABELS).optional().describe("Labels of the metric or alert."),
    annotations: textsByLabel([]).optional().describe("Annotations of the alert."),
  })
  .superRefine((value, context) => {
    const kinds = [value.record, value.alert].filter((kind) => kind !== undefined).length;
    const addError = (path: string[], message: string, fix: string) =>
      context.addIssue({ code: "custom", path, message, params: { fix } });
    if (kinds !== 1) {
      addError(
        [],
        "must have exactly one of record and alert",
        "split it into two rules, or remove one of them",
      );
    }
    for (const key of ["for", "keep_firing_for", "annotations"] as const) {
      if (value.record !== undefined && value.alert === undefined && value[key] !== undefined) {
        addError([key], "is for alerts only", "remove it");
      }
    }
  });

const group = z.strictObject({
  name: text.describe("Name of the group."),
  interval: positive
    .optional()
    .describe("Evaluation interval of the group; default: `evaluationInterval`."),
  partial_response_strategy: z
    .enum(["abort", "warn"])
    .default("abort")
    .describe(
      "`abort`: rules fail while a StoreAPI is unreachable, and failures are counted. `warn`: rules are evaluated on the remaining data.",
    ),
  rules: z.array(rule).describe("Rules, evaluated in this order."),
});

export const ruler = z.strictObject({
  replicas: replicas.default(2).describe("Replicas, each of which evaluates all rules."),
  evaluationInterval: positive.default("1m").describe("Default evaluation interval of the groups."),
  retention: duration
    .default("2d")
    .describe("How long results stay on the pods' disks; at least `6h`."),
  storage: storage("5Gi"),
  queryUrl: url.optional().describe("URL of Query for users; alerts link to it."),
  groups: z.array(group).describe("Groups of rules."),
});

export type RulerConfig = z.infer<typeof ruler>;

/** Errors across several keys. */
export function rulerErrors(config: RulerConfig | undefined): ConfigError[] {
  const names = config?.groups.map(({ name }) => name) ?? [];
  const errors: (ConfigError | false)[] = [
    ...(config === undefined ? [] : minimumRetentionErrors("ruler.retention", config.retention)),
    ...names.map(
      (name, i) =>
        names.indexOf(name) < i && {
          path: `ruler.groups[${String(i)}].name`,
          value: formatValue(name),
          rule: `it repeats ruler.groups[${String(names.indexOf(name))}].name`,
          fix: "give each group a name of its own",
        },
    ),
  ];
  return errors.filter((error) => error !== false);
}
