// Configuration keys of prometheus-operator and exporters: existing ones, or a release of kube-prometheus-stack.
import { z } from "zod";
import { isName } from "./chart";
import { CHARTS } from "../../kubernetes/images";
import { issue, formatValue, type ConfigError } from "../../config/errors";
import { namespaceName } from "../../config/kubernetes-metadata";
import { url } from "../../config/network";
import { text } from "../../config/primitives";

const { chart, repository, version } = CHARTS.kubePrometheusStack;

const present = z.strictObject({ kind: z.literal("present") });

const chartSource = text.refine(
  (place) => /^(oci:\/\/[^\s]+|[./][^\s]*|[a-z0-9][-a-z0-9]*)$/.test(place),
  issue(
    "must be a chart name, an oci:// URL, or a path that begins with . or /",
    'use for example "oci://mirror.example.com/charts/kube-prometheus-stack"',
  ),
);

const helm = z
  .strictObject({
    kind: z.literal("helm"),
    chart: chartSource
      .default(chart)
      .describe("Name of the chart in the repository, `oci://…`, or a path on this machine."),
    repository: url
      .optional()
      .describe(`Repository of a chart given by name; default: \`${repository}\`.`),
    version: text.default(version).describe("Exact version of the chart; ignored for a path."),
    namespace: namespaceName.default("monitoring").describe("Namespace to create for it."),
    nodeNamespace: namespaceName
      .default("monitoring-nodes")
      .describe("Privileged namespace to create for node-exporter, which accesses its node."),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Values of the chart, merged over the program's own; must not contain secrets."),
  })
  .refine(({ chart: place, repository: given }) => given === undefined || isName(place), {
    ...issue("is only for a chart given by name", "remove it"),
    path: ["repository"],
  });

export const monitoringStack = z
  .discriminatedUnion("kind", [present, helm], { error: 'must be "present" or "helm"' })
  .prefault({ kind: "present" });

export type MonitoringStackConfig = z.infer<typeof monitoringStack>;
export type HelmStack = z.infer<typeof helm>;

/** Errors if the release's two namespaces and the fleet's do not differ. */
export function monitoringStackErrors({
  monitoringStack: stack,
  namespace,
}: {
  readonly monitoringStack?: MonitoringStackConfig;
  readonly namespace?: string;
}): ConfigError[] {
  if (stack?.kind !== "helm") {
    return [];
  }
  const taken = { namespace, "monitoringStack.namespace": stack.namespace };
  const clash = (path: string, name: string, others: readonly string[]): ConfigError[] =>
    others
      .filter((other) =>
        Object.entries(taken).some(([key, used]) => key === other && used === name),
      )
      .map((other) => ({
        path,
        value: formatValue(name),
        rule: `it equals ${other}, and each has a Pod Security Standard of its own`,
        fix: "give it a name of its own",
      }));
  return [
    ...clash("monitoringStack.namespace", stack.namespace, ["namespace"]),
    ...clash("monitoringStack.nodeNamespace", stack.nodeNamespace, [
      "namespace",
      "monitoringStack.namespace",
    ]),
  ];
}
