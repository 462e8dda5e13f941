// Namespaces of a stack, with Pod Security Standards: the program's own pods must pass "restricted".
import { PART_OF } from "./labels";
import type * as k8s from "@pulumi/kubernetes";

const LABEL = "pod-security.kubernetes.io";

/**
 * Kubernetes release of the enforced standard, the one that the lab runs. Requirements of later releases are only
 * warnings; an older cluster enforces its own release.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
const ENFORCED = "v1.36";

const restricted = (mode: "enforce" | "warn" | "audit", version: string) => ({
  [`${LABEL}/${mode}`]: "restricted",
  [`${LABEL}/${mode}-version`]: version,
});

/** Warn and audit against the latest standard. */
const WARNINGS = { ...restricted("warn", "latest"), ...restricted("audit", "latest") };

/**
 * Namespace of the parts. If it is `shared` with pods of others, nothing is enforced, so that these are not rejected.
 */
export const namespace = (name: string, shared: boolean): k8s.core.v1.NamespaceArgs => ({
  metadata: {
    name,
    labels: {
      ...PART_OF,
      ...(shared ? {} : restricted("enforce", ENFORCED)),
      ...WARNINGS,
    },
  },
});

/** Namespace of a Helm chart, with a less strict standard, since `values` may add pods of any kind. */
export const chartNamespace = (
  name: string,
  standard: "baseline" | "privileged",
): k8s.core.v1.NamespaceArgs => ({
  metadata: { name, labels: { ...PART_OF, [`${LABEL}/enforce`]: standard, ...WARNINGS } },
});
