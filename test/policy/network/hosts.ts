// The pods of a stack's namespace, and what each is settings: its flags, variables and files.
import { z } from "zod";
import { SHARD_LABEL } from "../../../components/prometheus/part";
import type { Recorded } from "../../../tools/render/recorded";
import { field, ofKind } from "../objects";
import { guestPods } from "./guests";
import { metadataName, type Labels, type Pod, type PodHost } from "./pod";

const container = z.looseObject({
  args: z.array(z.string()).default([]),
  command: z.array(z.string()).default([]),
  env: z.array(z.looseObject({ value: z.string().optional() })).default([]),
  ports: z.array(z.looseObject({ name: z.string(), containerPort: z.number() })).default([]),
});
const volume = z.looseObject({
  configMap: z.looseObject({ name: z.string() }).optional(),
  secret: z.looseObject({ secretName: z.string() }).optional(),
  projected: z.unknown().optional(),
});
const template = z.looseObject({
  metadata: z.looseObject({ labels: z.record(z.string(), z.string()) }),
  spec: z.looseObject({
    serviceAccountName: z.string(),
    containers: z.array(container),
    volumes: z.array(volume).default([]),
  }),
});
const besides = z.looseObject({
  serviceAccountName: z.string(),
  containers: z.array(container).default([]),
});

/** What is in a ConfigMap or a Secret. */
function contentOf(resources: readonly Recorded[], kind: string, name: unknown): string {
  return ofKind(resources, kind)
    .filter((one) => metadataName(one) === name)
    .flatMap(({ inputs }) => [inputs["data"], inputs["stringData"]])
    .flatMap((files) => Object.values(Object(files) as Record<string, unknown>))
    .join("\n");
}

const flagsOf = (containers: readonly z.infer<typeof container>[]): string[] =>
  containers.flatMap(({ args, command, env }) => [
    ...args,
    ...command,
    ...env.map(({ value }) => value ?? ""),
  ]);

const portsOf = (containers: readonly z.infer<typeof container>[]): Record<string, number> =>
  Object.fromEntries(
    containers.flatMap(({ ports }) =>
      ports.map(({ name, containerPort }) => [name, containerPort]),
    ),
  );

/** Store Gateways are one part, whatever bucket each of them reads. */
const partOf = (labels: Labels): string | undefined =>
  labels["app.kubernetes.io/component"] === "object-store-gateway" ? "thanos-store" : undefined;

const workloadPods = (resources: readonly Recorded[]): Pod[] =>
  ofKind(resources, "Deployment", "StatefulSet", "Job").map((one) => {
    const { metadata, spec } = template.parse(field(one.inputs, "spec", "template"));
    const files = spec.volumes.flatMap(({ configMap, secret }) => [
      contentOf(resources, "ConfigMap", configMap?.name),
      contentOf(resources, "Secret", secret?.secretName),
    ]);
    return {
      name: partOf(metadata.labels) ?? metadataName(one),
      labels: metadata.labels,
      ports: portsOf(spec.containers),
      settings: [...flagsOf(spec.containers), ...files].join("\n"),
      account: spec.serviceAccountName,
      hasToken: spec.volumes.some(({ projected }) =>
        JSON.stringify(projected ?? "").includes("serviceAccountToken"),
      ),
    };
  });

/** Labels and ports as the operator gives them: https://prometheus-operator.dev/docs/api-reference/api/ */
const OPERATED = {
  Prometheus: {
    labels: (name: string) => ({ "operator.prometheus.io/name": name }),
    ports: { web: 9090, grpc: 10901, http: 10902 },
    files: [["Secret", ["thanos", "objectStorageConfig", "name"]]],
  },
  Alertmanager: {
    labels: (name: string) => ({ alertmanager: name }),
    ports: { web: 9093, mesh: 9094 },
    files: [["Secret", ["configSecret"]]],
  },
} as const;

const operatedPods = (resources: readonly Recorded[]): Pod[] =>
  (["Prometheus", "Alertmanager"] as const).flatMap((kind) =>
    ofKind(resources, kind).map((one): Pod => {
      const { containers, serviceAccountName } = besides.parse(one.inputs["spec"]);
      const { labels, ports, files } = OPERATED[kind];
      return {
        name: kind,
        labels: {
          ...labels(metadataName(one)),
          ...(Object(field(one.inputs, "spec", "podMetadata", "labels")) as Labels),
        },
        ports: { ...ports, ...portsOf(containers) },
        settings: [
          ...flagsOf(containers),
          ...files.map(([of, at]) => contentOf(resources, of, field(one.inputs, "spec", ...at))),
        ].join("\n"),
        account: serviceAccountName,
        hasToken: kind === "Prometheus",
      };
    }),
  );

/** Pods of the namespace that no workload of the stack makes. */
export const podsOfOthers = (resources: readonly Recorded[]): Pod[] => [
  ...operatedPods(resources),
  ...guestPods(resources),
];

/** The namespace that the stack makes for its parts; a chart's are others. */
export const namespaceOf = (resources: readonly Recorded[]): string =>
  ofKind(resources, "Namespace")
    .filter(({ name }) => name.endsWith("-metrics-namespace"))
    .map(metadataName)
    .join();

/** All pods of the stack's own namespace. */
export function podHosts(resources: readonly Recorded[]): PodHost[] {
  const namespace = namespaceOf(resources);
  const pods = [...workloadPods(resources), ...podsOfOthers(resources)];
  return pods.flatMap(({ labels, ...pod }, i) =>
    [0, 1].map((replica) => ({
      ...pod,
      replica,
      id: `${labels["app.kubernetes.io/name"] ?? pod.name}-${String(replica)}`,
      address: `10.244.${String(i)}.${String(replica + 1)}`,
      // One replica of each shard, where Prometheus is sharded.
      pod: { namespace, labels: { ...labels, [SHARD_LABEL]: String(replica) } },
    })),
  );
}
