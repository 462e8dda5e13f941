// Rules of names: whatever one object calls another by exists.
import type { Recorded } from "../../tools/render/recorded";
import { besideOperated, field, ofKind, pods, selects, services, workloads } from "./objects";
import { SHARD_LABEL } from "../../components/prometheus/part";
import type { Rule } from "./structure";

const namesOf = (resources: readonly Recorded[], kind: string): unknown[] =>
  ofKind(resources, kind).map(({ inputs }) => field(inputs, "metadata", "name"));

/** A workload's selector takes its own pods, and no pods are taken by two. */
export const workloadsSelectTheirPods: Rule = (resources) => {
  const all = workloads(resources);
  return all.flatMap(({ id, spec }) => {
    const taken = all.filter((other) =>
      selects(spec.selector.matchLabels, other.spec.template.metadata.labels),
    );
    return taken.length === 1 && taken[0]?.id === id
      ? []
      : [`${id} selects the pods of [${taken.map((other) => other.id).join(", ")}]`];
  });
};

/** A Service finds the pods of exactly one workload, at ports that these have. */
export const servicesReachPods: Rule = (resources) =>
  services(resources).flatMap(({ id, spec }) => {
    // All shards are one workload here.
    const selector = Object.fromEntries(
      Object.entries(spec.selector).filter(([label]) => label !== SHARD_LABEL),
    );
    const found = pods(resources).filter(({ labels }) => selects(selector, labels));
    const ports = found[0]?.ports ?? [];
    return [
      ...(found.length === 1 ? [] : [`${id} selects ${String(found.length)} workloads`]),
      ...spec.ports
        .filter(({ targetPort }) => !ports.includes(targetPort))
        .map(({ targetPort }) => `${id} goes to port ${targetPort}, which its pods have not`),
    ];
  });

interface Monitor {
  readonly labels: Readonly<Record<string, string>>;
  readonly port: unknown;
}

const monitors = (resources: readonly Recorded[]): Monitor[] =>
  ofKind(resources, "ServiceMonitor").map(({ inputs }) => ({
    labels: Object(field(inputs, "spec", "selector", "matchLabels")),
    port: field(inputs, "spec", "endpoints", 0, "port"),
  }));

/** Services for pods of the same cluster, rather than edges and node ports, which are other ways to the same. */
const inside = (resources: readonly Recorded[]) =>
  services(resources).filter(
    ({ spec }) => spec.type !== "LoadBalancer" && spec.type !== "NodePort",
  );

/** Names that ports have at which metrics are. */
const METRICS_PORT = /^(http|web|metrics)$/;

/** A port with metrics has a monitor that goes to it, and not to another one of the same Service. */
export const metricsPortsAreMonitored: Rule = (resources) =>
  inside(resources).flatMap(({ id, metadata, spec }) =>
    spec.ports
      .filter(({ name }) => METRICS_PORT.test(name))
      .filter(
        ({ name }) =>
          !monitors(resources).some(
            ({ labels, port }) => selects(labels, metadata.labels) && port === name,
          ),
      )
      .map(({ name }) => `${id} has a port ${name} that nobody scrapes`),
  );

/**
 * Every Service inside the cluster is scraped. Edges and node ports are other ways to pods, an S3 server has no metrics,
 * and the pods of a Service with gRPC alone have another one.
 */
export const servicesAreMonitored: Rule = (resources) =>
  inside(resources)
    .filter(({ spec }) => !spec.ports.every(({ name }) => name === "s3" || name === "grpc"))
    .filter(({ metadata }) => metadata.labels["app.kubernetes.io/component"] !== "edge")
    .filter(
      ({ metadata, spec }) =>
        monitors(resources).filter(
          ({ labels, port }) =>
            selects(labels, metadata.labels) && spec.ports.some((p) => p.name === port),
        ).length !== 1,
    )
    .map(({ id }) => `${id} is not scraped exactly once`);

export const budgetsSelectPods: Rule = (resources) =>
  ofKind(resources, "PodDisruptionBudget").flatMap(({ name, inputs }) => {
    const selector = Object(field(inputs, "spec", "selector", "matchLabels"));
    const found = pods(resources).filter(({ labels }) => selects(selector, labels));
    return found.length === 1 ? [] : [`${name} selects ${String(found.length)} workloads`];
  });

/** Mounted ConfigMaps and Secrets, but for supplied ones, and accounts are made by the same stack; mounts have their volume. */
export const podsFindTheirFiles: Rule = (resources) => {
  const [maps, secrets, accounts] = ["ConfigMap", "Secret", "ServiceAccount"].map((kind) =>
    namesOf(resources, kind),
  );
  const own = workloads(resources).map(({ id, spec }) => ({
    id,
    ...spec.template.spec,
    claims: spec.volumeClaimTemplates.map((claim) => claim.metadata.name),
  }));
  const beside = besideOperated(resources).map((one) => ({
    ...one,
    claims: [],
    serviceAccountName: undefined,
  }));
  return [...own, ...beside].flatMap(({ id, claims, ...pod }) => {
    const volumes = [...pod.volumes.map((v) => v.name), ...claims];
    return [
      ...pod.volumes
        .filter(({ name }) => !name.startsWith("supplied-"))
        .filter(
          ({ configMap, secret }) =>
            (configMap !== undefined && maps?.includes(configMap.name) !== true) ||
            (secret !== undefined && secrets?.includes(secret.secretName) !== true),
        )
        .map((v) => `${id} mounts ${v.name}, which nobody makes`),
      ...(pod.serviceAccountName === undefined ||
      accounts?.includes(pod.serviceAccountName) === true
        ? []
        : [`${id} has no account`]),
      ...pod.containers
        .flatMap((c) => c.volumeMounts.map((mount) => mount.name))
        .filter((mount) => !volumes.includes(mount))
        .map((mount) => `${id} has no volume ${mount}`),
    ];
  });
};

/** Files that flags name lie in folders that are mounted; Thanos would fail only once it runs. */
export const flagsNameMountedFiles: Rule = (resources) =>
  [
    ...workloads(resources).map(({ id, spec }) => ({ id, ...spec.template.spec })),
    ...besideOperated(resources),
  ].flatMap(({ id, containers }) =>
    containers.flatMap(({ args, volumeMounts }) =>
      args
        // A path of a URL is no file.
        .filter((arg) => !arg.startsWith("--allow-paths="))
        .map((arg) => /^--[^=]+=(\/.+)$/.exec(arg)?.[1])
        .filter((file) => file !== undefined)
        .filter((file) => !volumeMounts.some((m) => `${file}/`.startsWith(`${m.mountPath}/`)))
        .map((file) => `${id} reads ${file}, which is not mounted`),
    ),
  );

/** An Ingress leads to a Service's port, with a Secret for its TLS, made here or supplied. */
export const ingressesLeadSomewhere: Rule = (resources) =>
  ofKind(resources, "Ingress").flatMap(({ name, inputs }) => {
    const backend = field(inputs, "spec", "rules", 0, "http", "paths", 0, "backend", "service");
    const target = services(resources).find(
      ({ metadata }) => metadata.name === field(backend, "name"),
    );
    const port = target?.spec.ports.some((p) => p.port === field(backend, "port", "number"));
    const secret = field(inputs, "spec", "tls", 0, "secretName");
    return [
      ...(port === true ? [] : [`${name} leads nowhere`]),
      ...(namesOf(resources, "Secret").includes(secret) || String(secret).startsWith("supplied-")
        ? []
        : [`${name} has no certificate`]),
    ];
  });

/** A role that may do everything is no role. */
export const rolesHaveNoWildcards: Rule = (resources) =>
  ofKind(resources, "ClusterRole", "Role")
    .filter(({ inputs }) => JSON.stringify(inputs["rules"]).includes('"*"'))
    .map(({ name }) => `${name} has a wildcard`);
