// Extracts the alerts from a rendered stack, and the selectors from their expressions.
import { parse } from "yaml";
import { z } from "zod";
import type { Recorded } from "../../tools/render/recorded";
import { CHECK_GROUP } from "../../components/fleet-check/rules";
import { scrapeConfigs } from "../../components/prometheus/scrape-configs";
import { field, ofKind, selects, services } from "../policy/objects";
import { everyStack } from "./fleet";

const rule = z.strictObject({
  alert: z.string(),
  expr: z.string(),
  for: z.string().optional(),
  labels: z.record(z.string(), z.string()),
  annotations: z.record(z.string(), z.string()),
});
const recording = z.strictObject({
  record: z.string(),
  expr: z.string(),
  labels: z.record(z.string(), z.string()),
});
const anyRule = z.union([rule, recording]);
const rules = z.object({
  groups: z.array(
    z.looseObject({
      name: z.string(),
      rules: z.array(anyRule),
    }),
  ),
});

export type Rule = z.infer<typeof rule>;

type AnyRule = z.infer<typeof anyRule>;

/** Rules of the PrometheusRule objects, and those of the program in a Ruler's configuration. */
function rulesOf(resources: readonly Recorded[]): AnyRule[] {
  const objects = ofKind(resources, "PrometheusRule").flatMap(
    ({ inputs }) => rules.parse(inputs["spec"]).groups,
  );
  return [...objects, ...rulerGroups(resources)].flatMap((group) => group.rules);
}

export const alertsOf = (resources: readonly Recorded[]): Rule[] =>
  rulesOf(resources).filter((each) => "alert" in each);

export const recordingsOf = (resources: readonly Recorded[]) =>
  rulesOf(resources).filter((each) => "record" in each);

const ruleFile = z.object({ groups: z.array(z.looseObject({ name: z.string() })) });

const rulerGroups = (resources: readonly Recorded[]) =>
  ofKind(resources, "ConfigMap").flatMap(({ inputs }) => {
    const file = field(inputs, "data", "rules.yaml");
    const groups = typeof file === "string" ? ruleFile.parse(parse(file)).groups : [];
    return rules.parse({ groups: groups.filter(({ name }) => name === CHECK_GROUP) }).groups;
  });

/** One selector of an expression. */
export interface Selector {
  readonly metric: string;
  readonly matchers: readonly {
    readonly label: string;
    readonly is: string;
    readonly value: string;
  }[];
}

const QUOTED = '"(?:\\\\.|[^"\\\\])*"';
const SELECTOR = new RegExp(`([a-zA-Z_:][\\w:]*)\\{((?:[^"}]|${QUOTED})*)\\}`, "g");
const MATCHER = new RegExp(`(\\w+)(=~|!~|!=|=)(${QUOTED})`, "g");

/** All selectors of an expression; every selector in the program's alerts has braces. */
export const selectorsOf = (expr: string): Selector[] =>
  [...expr.matchAll(SELECTOR)].map(([, metric = "", inside = ""]) => ({
    metric,
    matchers: [...inside.matchAll(MATCHER)].map(([, label = "", is = "", value = '""']) => ({
      label,
      is,
      value: String(JSON.parse(value)),
    })),
  }));

/** Value that the selector requires of a label; undefined without an equality matcher. */
export const equals = ({ matchers }: Selector, label: string): string | undefined =>
  matchers.find((matcher) => matcher.label === label && matcher.is === "=")?.value;

/** Regular expression that the selector requires a label to match; undefined without one. */
export const pattern = ({ matchers }: Selector, label: string): RegExp | undefined => {
  const found = matchers.find((matcher) => matcher.label === label && matcher.is === "=~");
  return found === undefined ? undefined : new RegExp(`^(?:${found.value})$`);
};

/** Targets of a scrape job: the part that they belong to, and its namespace. */
export interface Job {
  readonly component: string;
  readonly namespace?: string;
}

/** Component of the targets in Prometheus' own scrape configuration. */
export const NODES = "kubelet";

const extraJobs = z.array(
  z.object({
    job_name: z.string(),
    relabel_configs: z.array(
      z.object({ target_label: z.string().optional(), replacement: z.string().optional() }),
    ),
  }),
);

/** Scrape jobs of a stack by name: a ServiceMonitor's job is named after the Service that it selects. */
export function jobsOf(resources: readonly Recorded[]): ReadonlyMap<string, Job> {
  const found = services(resources).map(({ metadata }) => metadata);
  const monitored = ofKind(resources, "ServiceMonitor").flatMap(({ inputs }) => {
    const selector = Object(field(inputs, "spec", "selector", "matchLabels"));
    const namespace = String(field(inputs, "metadata", "namespace"));
    return found
      .filter(({ labels }) => selects(selector, labels))
      .map(({ name, labels }): [string, Job] => [
        name,
        { namespace, component: labels["app.kubernetes.io/component"] ?? "" },
      ]);
  });
  const own = ofKind(resources, "Prometheus").length > 0;
  const extra = own
    ? extraJobs.parse(parse(scrapeConfigs({ kubeletTls: "verify", histograms: false })))
    : [];
  return new Map([
    ...monitored,
    ...extra.map(({ job_name, relabel_configs }): [string, Job] => [
      relabel_configs.find(({ target_label }) => target_label === "job")?.replacement ?? job_name,
      { component: NODES },
    ]),
  ]);
}

/** Alerts of all stacks, without repetitions of the same expression. */
export async function everyAlert(): Promise<Rule[]> {
  const all = new Map<string, Rule>();
  for (const { resources } of (await everyStack()).values()) {
    for (const rule of alertsOf(resources)) {
      all.set(`${rule.alert} ${rule.expr}`, rule);
    }
  }
  return [...all.values()];
}

/** Names of the certificates whose end dates are in these PrometheusRules. */
export const certificatesIn = (rules: readonly object[]): string[] =>
  [...JSON.stringify(rules).matchAll(/\\"certificate\\",\\"([^"\\]+)\\"/g)]
    .map(([, name = ""]) => name)
    .sort();
