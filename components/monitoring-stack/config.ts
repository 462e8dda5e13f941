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

const chartPlace = text.refine(
  (place) => /^(oci:\/\/[^\s]+|[./][^\s]*|[a-z0-9][-a-z0-9]*)$/.test(place),
  issue(
    "must be the name of a chart, oci:// and its place in a registry, or a path that begins with . or /",
    'use for example "oci://mirror.example.com/charts/kube-prometheus-stack"',
  ),
);

const helm = z
  .strictObject({
    kind: z.literal("helm"),
    chart: chartPlace
      .default(chart)
      .describe("Name of the chart in the repository, `oci://…`, or a path on this machine."),
    repository: url
      .optional()
      .describe(`Repository of a chart that has a name; \`${repository}\` without it.`),
    version: text
      .default(version)
      .describe("Version of the chart, exactly; a path has its own only."),
    namespace: namespaceName.default("monitoring").describe("Namespace that is made for it."),
    nodeNamespace: namespaceName
      .default("monitoring-nodes")
      .describe("Privileged namespace that is made for node-exporter, which sees its node."),
    values: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("Values of the chart, merged over the program's own; nothing secret."),
  })
  .refine(({ chart: place, repository: given }) => given === undefined || isName(place), {
    ...issue("is for a chart that has a name; this one says itself where it is", "remove it"),
    path: ["repository"],
  });

export const monitoringStack = z
  .discriminatedUnion("kind", [present, helm], { error: 'must be "present" or "helm"' })
  .prefault({ kind: "present" });

export type MonitoringStackConfig = z.infer<typeof monitoringStack>;
export type HelmStack = z.infer<typeof helm>;

/** The release's two namespaces and the fleet's must differ. */
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
        rule: `that is ${other}; each has rules of its own for what may run in it`,
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
