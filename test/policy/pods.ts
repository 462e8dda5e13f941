// Rules of pods: the "restricted" Pod Security Standard, and what a good neighbour declares.
// https://kubernetes.io/docs/concepts/security/pod-security-standards/
import type { Recorded } from "../../tools/render/recorded";
import { OPERATED, besideOperated, field, ofKind, workloads, type Container } from "./objects";
import type { Rule } from "./structure";

/** Applies a check to every container of our own, also beside the operator's. */
const eachContainer =
  (check: (container: Container) => readonly string[]): Rule =>
  (resources) =>
    [
      ...workloads(resources).map(({ id, spec }) => ({ id, ...spec.template.spec })),
      ...besideOperated(resources),
    ].flatMap(({ id, containers }) =>
      containers.flatMap((c) => check(c).map((fault) => `container ${c.name} of ${id} ${fault}`)),
    );

const unless = (good: boolean, fault: string): string[] => (good ? [] : [fault]);

export const containersAreRestricted = eachContainer(({ securityContext: s }) => [
  ...unless(s["runAsNonRoot"] === true && s["runAsUser"] !== 0, "may run as root"),
  ...unless(s["allowPrivilegeEscalation"] === false, "may gain privileges"),
  ...unless(s["privileged"] !== true, "is privileged"),
  ...unless(field(s, "capabilities", "drop", 0) === "ALL", "keeps capabilities"),
  ...unless(field(s, "capabilities", "add") === undefined, "adds capabilities"),
  ...unless(field(s, "seccompProfile", "type") === "RuntimeDefault", "has no seccomp profile"),
  ...unless(s["readOnlyRootFilesystem"] === true, "writes to its image"),
]);

const VOLUMES = ["configMap", "emptyDir", "persistentVolumeClaim", "projected", "secret"];
const HOST = ["hostNetwork", "hostPID", "hostIPC"];

/** The pod as a whole; Prometheus' containers are the operator's, its pod context is ours. */
export const podsAreRestricted: Rule = (resources) => [
  ...workloads(resources).flatMap(({ id, spec }) => {
    const pod = spec.template.spec;
    const kinds = pod.volumes.flatMap((v) => Object.keys(v).filter((key) => key !== "name"));
    return [
      ...kinds.filter((kind) => !VOLUMES.includes(kind)).map((kind) => `${id} mounts a ${kind}`),
      ...HOST.filter((key) => pod[key] === true).map((key) => `${id} has ${key}`),
      ...unless(pod.automountServiceAccountToken === false, `${id} mounts a token`),
      ...unless(pod.securityContext["runAsNonRoot"] === true, `${id} may run as root`),
    ];
  }),
  ...operatedContexts(resources),
];

const operatedContexts = (resources: readonly Recorded[]): string[] =>
  ofKind(resources, ...OPERATED).flatMap(({ name, inputs }) => [
    ...unless(
      field(inputs, "spec", "securityContext", "runAsNonRoot") === true,
      `${name} may run as root`,
    ),
    ...unless(
      field(inputs, "spec", "securityContext", "seccompProfile", "type") === "RuntimeDefault",
      `${name} has no seccomp profile`,
    ),
  ]);

/** A variable is readable in the pod's description, its process and a dump of it. */
export const secretsAreFiles: Rule = (resources) =>
  ofKind(resources, "Deployment", "StatefulSet", "Job", ...OPERATED)
    .filter(({ inputs }) => JSON.stringify(inputs).includes('"secretKeyRef"'))
    .map(({ name }) => `${name} has a secret in a variable`);

/** Where a field of the sidecar is, where there is one. */
const sidecar = (inputs: unknown, key: string): string[][] =>
  field(inputs, "spec", "thanos") === undefined ? [] : [["spec", "thanos", key]];

/** CPU has no limit. */
const ASKED = {
  requests: ["cpu", "memory", "ephemeral-storage"],
  limits: ["memory", "ephemeral-storage"],
} as const;

const isAsked = (resources: unknown): boolean =>
  (["requests", "limits"] as const).every((kind) =>
    ASKED[kind].every((key) => typeof field(resources, kind, key) === "string"),
  );

export const resourcesAreAsked: Rule = (resources) => [
  ...eachContainer((c) => unless(isAsked(c.resources), "asks for no resources"))(resources),
  ...ofKind(resources, ...OPERATED).flatMap(({ name, inputs }) =>
    [["spec", "resources"], ...sidecar(inputs, "resources")].flatMap((path) =>
      unless(isAsked(field(inputs, ...path)), `${name} has no ${path.join(".")}`),
    ),
  ),
];

/** Every image that pods are to run. */
export const imagesOf = (resources: readonly Recorded[]): string[] => [
  ...workloads(resources).flatMap((w) => w.spec.template.spec.containers.map((c) => c.image)),
  ...ofKind(resources, ...OPERATED).flatMap(({ inputs }) =>
    [["spec", "image"], ...sidecar(inputs, "image")].map((path) => String(field(inputs, ...path))),
  ),
  ...besideOperated(resources).flatMap(({ containers }) => containers.map((c) => c.image)),
];

export const imagesArePinned: Rule = (resources) =>
  imagesOf(resources)
    .filter(
      (image) =>
        !/^[^/]+\/.+:(v?\d+\.\d+\.\d+|RELEASE\.[-\dTZ]+)(@sha256:[0-9a-f]{64})?$/.test(image),
    )
    .map((image) => `image ${image} has no version`);

export const probesHavePorts = eachContainer((c) => {
  const ports = c.ports.map((p) => p.name);
  return [c.livenessProbe, c.readinessProbe].flatMap((probe) =>
    unless(
      ports.includes((probe?.httpGet ?? probe?.tcpSocket)?.port ?? ""),
      "has no probe, or no port for it",
    ),
  );
});

/** Deleting or scaling a set down leaves its disks. */
export const volumesAreKept: Rule = (resources) =>
  [
    ...ofKind(resources, "StatefulSet").filter(hasVolumes),
    ...ofKind(resources, ...OPERATED),
  ].flatMap(({ name, inputs }) =>
    ["whenDeleted", "whenScaled"].flatMap((when) =>
      unless(
        field(inputs, "spec", "persistentVolumeClaimRetentionPolicy", when) === "Retain",
        `${name} does not keep its volumes (${when})`,
      ),
    ),
  );

const hasVolumes = ({ inputs }: Recorded): boolean =>
  field(inputs, "spec", "volumeClaimTemplates") !== undefined;
