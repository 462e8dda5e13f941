// The pod of a workload; that of a Thanos part has a single container with common ports, probes and volumes.
import type * as k8s from "@pulumi/kubernetes";
import { labels, selectorLabels } from "./labels";
import { PORTS } from "./ports";
import { livenessProbe, readinessProbe, startupProbe } from "./probes";
import { sized } from "./resources";
import { thanosContainerSecurity, thanosPodSecurity } from "./security";
import { spreadReplicas } from "./spreading";
import { GRACE_SECONDS, grpcPort, type Owner, type Part } from "./workload";

const containerPorts = (part: Part): k8s.types.input.core.v1.ContainerPort[] => [
  ...(part.grpc ? [{ name: grpcPort(part), containerPort: PORTS.grpc, protocol: "TCP" }] : []),
  { name: "http", containerPort: PORTS.http, protocol: "TCP" },
  ...(part.ports ?? []).map((port) => ({ ...port, protocol: "TCP" })),
];

const podName: k8s.types.input.core.v1.EnvVar = {
  name: "POD_NAME",
  valueFrom: { fieldRef: { fieldPath: "metadata.name" } },
};

/** The pod of a Thanos part. */
export const podTemplate = (part: Part): k8s.types.input.core.v1.PodTemplateSpec =>
  podOf(part, {
    securityContext: thanosPodSecurity,
    containers: [container(part)],
    volumes: (part.volumes ?? []).flatMap(({ name, source }) =>
      source === undefined ? [] : [{ name, ...source }],
    ),
  });

/** A pod with these containers, without an API token. Replicas prefer different nodes and zones. */
export function podOf(
  owner: Owner,
  inside: Pick<k8s.types.input.core.v1.PodSpec, "securityContext" | "containers" | "volumes">,
): k8s.types.input.core.v1.PodTemplateSpec {
  const annotations = { ...owner.podAnnotations };
  return {
    metadata: {
      labels: labels(owner.name, owner.component),
      annotations: Object.keys(annotations).length === 0 ? undefined : annotations,
    },
    spec: {
      serviceAccountName: owner.account ?? owner.name,
      automountServiceAccountToken: false,
      nodeSelector: { "kubernetes.io/os": "linux" },
      terminationGracePeriodSeconds: owner.graceSeconds ?? GRACE_SECONDS,
      ...spreadReplicas(selectorLabels(owner.name)),
      ...inside,
    },
  };
}

function container(part: Part): k8s.types.input.core.v1.Container {
  return {
    name: "thanos",
    image: part.image,
    imagePullPolicy: "IfNotPresent",
    args: [...part.args],
    env: part.podNameEnv === true ? [podName] : undefined,
    ports: containerPorts(part),
    resources: sized(part.resources, part.size ?? "small"),
    securityContext: thanosContainerSecurity,
    terminationMessagePolicy: "FallbackToLogsOnError",
    lifecycle:
      part.drainSeconds === undefined
        ? undefined
        : { preStop: { sleep: { seconds: part.drainSeconds } } },
    livenessProbe,
    readinessProbe,
    startupProbe: part.startupProbe ?? startupProbe,
    volumeMounts: (part.volumes ?? []).map(({ name, mountPath, writable }) => ({
      name,
      mountPath,
      readOnly: writable !== true,
    })),
  };
}
