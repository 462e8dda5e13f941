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
const ITS_OWN = ["__name__", "alertname", RULE_REPLICA_LABEL];

/** Texts by label name; labels in `taken` are rejected. */
const labelled = (taken: readonly string[]) =>
  z.record(z.string(), z.string()).superRefine((texts, context) => {
    for (const name of Object.keys(texts)) {
      const found = labelName.safeParse(name).error?.issues[0];
      const rule = taken.includes(name) ? "is a label that the Ruler gives itself" : found?.message;
      if (rule !== undefined) {
        const params = { fix: found === undefined ? "remove it" : "call it otherwise" };
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
      .describe("Name of the metric that keeps the answer."),
    alert: text.optional().describe("Name of the alert that fires while there is an answer."),
    expr: text.describe("PromQL, asked of the whole fleet."),
    for: duration.optional().describe("How long an alert waits before it fires."),
    keep_firing_for: positive.optional().describe("How long it goes on after the answer is gone."),
    labels: labelled(ITS_OWN).optional().describe("Labels of the metric or alert."),
    annotations: labelled([]).optional().describe("What an alert says."),
  })
  .superRefine((value, context) => {
    const kinds = [value.record, value.alert].filter((kind) => kind !== undefined).length;
    const fault = (path: string[], message: string, fix: string) =>
      context.addIssue({ code: "custom", path, message, params: { fix } });
    if (kinds !== 1) {
      fault([], "must have exactly one of record and alert", "make two rules of it, or name one");
    }
    for (const key of ["for", "keep_firing_for", "annotations"] as const) {
      if (value.record !== undefined && value.alert === undefined && value[key] !== undefined) {
        fault([key], "is for alerts only", "remove it");
      }
    }
  });

const group = z.strictObject({
  name: text.describe("Name of the group."),
  interval: positive.optional().describe("How often it is asked; evaluationInterval without it."),
  partial_response_strategy: z
    .enum(["abort", "warn"])
    .default("abort")
    .describe(
      "`abort`: while a part of the fleet is away its rules fail, which is counted. `warn`: they go on with what is there.",
    ),
  rules: z.array(rule).describe("Its rules, one after the other."),
});

export const ruler = z.strictObject({
  replicas: replicas.default(2).describe("Replicas, each with all rules."),
  evaluationInterval: positive.default("1m").describe("How often groups are asked."),
  retention: duration
    .default("2d")
    .describe("How long answers stay on the pod's disk; at least `6h`."),
  storage: storage("5Gi"),
  queryUrl: url.optional().describe("Where people reach Query: the links in alerts lead there."),
  groups: z.array(group).describe("Groups of rules."),
});

export type RulerConfig = z.infer<typeof ruler>;

/** Errors across several keys. */
export function rulerErrors(config: RulerConfig | undefined): ConfigError[] {
  const names = config?.groups.map(({ name }) => name) ?? [];
  const faults: (ConfigError | false)[] = [
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
  return faults.filter((fault) => fault !== false);
}

/** Warnings about valid settings with surprising effects. */
export const rulerWarnings = (config: RulerConfig | undefined, alertmanager: unknown): string[] =>
  alertmanager === undefined &&
  config?.groups.some(({ rules }) => rules.some(({ alert }) => alert !== undefined)) === true
    ? ["ruler.groups has alerts, and there is no alertmanager: nobody is told of them"]
    : [];
