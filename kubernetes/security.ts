// Security contexts that meet the "restricted" Pod Security Standard.
import type * as k8s from "@pulumi/kubernetes";

/** User and group of kube-thanos, so that volumes created by it stay readable. */
const THANOS_IDS = { runAsUser: 65534, runAsGroup: 65532, runAsNonRoot: true } as const;

/** Pods of Thanos, and of other images that run as any user. */
export const thanosPodSecurity: k8s.types.input.core.v1.PodSecurityContext = {
  ...THANOS_IDS,
  fsGroup: 65534,
  // Avoids walking a large volume at every start.
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

/** Containers of these pods: root file system read-only, no capabilities. */
export const thanosContainerSecurity: k8s.types.input.core.v1.SecurityContext = {
  ...THANOS_IDS,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** Container of another publisher's image, with the UID that the image expects, also as GID. */
export const containerSecurity = (user: number): k8s.types.input.core.v1.SecurityContext => ({
  ...thanosContainerSecurity,
  runAsUser: user,
  runAsGroup: user,
});

/** Prometheus' pod; the operator sets matching contexts on the containers. */
export const prometheusPodSecurity = {
  runAsUser: 1000,
  runAsGroup: 2000,
  runAsNonRoot: true,
  fsGroup: 2000,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
} as const;
