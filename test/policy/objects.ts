// Recorded Kubernetes objects as the policies read them.
import { z } from "zod";
import type { Recorded } from "../../tools/render/recorded";

const words = z.record(z.string(), z.string());

const probe = z.object({
  httpGet: z.object({ port: z.string() }).optional(),
  tcpSocket: z.object({ port: z.string() }).optional(),
});
const container = z.object({
  name: z.string(),
  image: z.string(),
  args: z.array(z.string()).default([]),
  ports: z.array(z.object({ name: z.string(), containerPort: z.number() })).default([]),
  resources: z.object({ requests: words.default({}), limits: words.default({}) }).optional(),
  securityContext: z.record(z.string(), z.unknown()).default({}),
  livenessProbe: probe.optional(),
  readinessProbe: probe.optional(),
  volumeMounts: z.array(z.object({ name: z.string(), mountPath: z.string() })).default([]),
});
const volume = z.looseObject({
  name: z.string(),
  secret: z.object({ secretName: z.string() }).optional(),
  configMap: z.object({ name: z.string() }).optional(),
});
const podSpec = z.looseObject({
  serviceAccountName: z.string(),
  automountServiceAccountToken: z.boolean().optional(),
  securityContext: z.record(z.string(), z.unknown()).default({}),
  containers: z.array(container),
  volumes: z.array(volume).default([]),
});
const workload = z.object({
  metadata: z.object({ name: z.string(), namespace: z.string() }),
  spec: z.object({
    selector: z.object({ matchLabels: words }),
    template: z.object({ metadata: z.object({ labels: words }), spec: podSpec }),
    persistentVolumeClaimRetentionPolicy: words.optional(),
    volumeClaimTemplates: z
      .array(z.object({ metadata: z.object({ name: z.string() }) }))
      .default([]),
  }),
});
const service = z.object({
  metadata: z.object({ name: z.string(), labels: words }),
  spec: z.object({
    type: z.string().optional(),
    selector: words,
    ports: z.array(
      z.object({
        ...{ name: z.string(), port: z.number(), targetPort: z.string() },
        nodePort: z.number().optional(),
      }),
    ),
  }),
});

export type Workload = z.infer<typeof workload> & { readonly kind: string; readonly id: string };
export type Service = z.infer<typeof service> & { readonly id: string };
export type Container = z.infer<typeof container>;

/** Recorded objects of some kinds. */
export const ofKind = (resources: readonly Recorded[], ...kinds: readonly string[]): Recorded[] =>
  resources.filter(({ inputs }) => kinds.includes(String(inputs["kind"])));

/** Deployments and StatefulSets. */
export const workloads = (resources: readonly Recorded[]): Workload[] =>
  ofKind(resources, "Deployment", "StatefulSet").map(({ name, inputs }) => ({
    ...workload.parse(inputs),
    kind: String(inputs["kind"]),
    id: name,
  }));

export const services = (resources: readonly Recorded[]): Service[] =>
  ofKind(resources, "Service").map(({ name, inputs }) => ({ ...service.parse(inputs), id: name }));

/** Containers and volumes that a resource has the operator put beside its own. */
const besides = z.object({
  containers: z.array(container).default([]),
  volumes: z.array(volume).default([]),
});

export interface Beside extends z.infer<typeof besides> {
  readonly id: string;
}

/** What selects pods, and the ports that these have; the operator's are its own to make. */
export interface Pods {
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly string[];
}

/** https://prometheus-operator.dev/docs/api-reference/api/: label and port names of the operator's pods. */
const operated = [
  { kind: "Prometheus", label: "operator.prometheus.io/name", ports: ["web", "grpc", "http"] },
  { kind: "Alertmanager", label: "alertmanager", ports: ["web"] },
] as const;

/** Kinds whose pods the operator makes. */
export const OPERATED = operated.map(({ kind }) => kind);

export const besideOperated = (resources: readonly Recorded[]): Beside[] =>
  ofKind(resources, ...OPERATED).map(({ name, inputs }) => ({
    id: name,
    ...besides.parse(inputs["spec"]),
  }));

export const pods = (resources: readonly Recorded[]): Pods[] => [
  ...workloads(resources).map(({ spec }) => ({
    labels: spec.template.metadata.labels,
    ports: spec.template.spec.containers.flatMap((c) => c.ports.map((p) => p.name)),
  })),
  ...operated.flatMap(({ kind, label, ports }) =>
    ofKind(resources, kind).map(({ inputs }) => ({
      labels: { [label]: String(field(inputs, "metadata", "name")) },
      ports: [
        ...ports,
        ...besides.parse(inputs["spec"]).containers.flatMap((c) => c.ports.map((p) => p.name)),
      ],
    })),
  ),
];

export const selects = (
  selector: Readonly<Record<string, string>>,
  labels: Readonly<Record<string, string>>,
): boolean => Object.entries(selector).every(([key, value]) => labels[key] === value);

/** The value at a path, or undefined. */
export const field = (value: unknown, ...path: readonly (string | number)[]): unknown =>
  path.reduce<unknown>(
    (inner, key) =>
      typeof inner === "object" && inner !== null ? Reflect.get(inner, key) : undefined,
    value,
  );
