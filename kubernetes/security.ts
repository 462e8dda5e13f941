// Security contexts that pass the "restricted" Pod Security Standard.
import type * as k8s from "@pulumi/kubernetes";

/** User and group of the Thanos pods: the ones of kube-thanos, so volumes made by it stay readable. */
const THANOS_IDS = { runAsUser: 65534, runAsGroup: 65532, runAsNonRoot: true } as const;

export const thanosPodSecurity: k8s.types.input.core.v1.PodSecurityContext = {
  ...THANOS_IDS,
  fsGroup: 65534,
  // A big volume is not walked at every start.
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
};

export const thanosContainerSecurity: k8s.types.input.core.v1.SecurityContext = {
  ...THANOS_IDS,
  allowPrivilegeEscalation: false,
  readOnlyRootFilesystem: true,
  capabilities: { drop: ["ALL"] },
  seccompProfile: { type: "RuntimeDefault" },
};

/** A container of somebody else's image, as the user that its publisher means it to run as. */
export const containerSecurity = (user: number): k8s.types.input.core.v1.SecurityContext => ({
  ...thanosContainerSecurity,
  runAsUser: user,
  runAsGroup: user,
});

/** Prometheus' pod: the operator sets the containers' own contexts to match. */
export const prometheusPodSecurity = {
  runAsUser: 1000,
  runAsGroup: 2000,
  runAsNonRoot: true,
  fsGroup: 2000,
  fsGroupChangePolicy: "OnRootMismatch",
  seccompProfile: { type: "RuntimeDefault" },
} as const;
