// The namespaces of a stack. The pods of its own one have to pass the "restricted" Pod Security Standard.
import type * as k8s from "@pulumi/kubernetes";

const LABEL = "pod-security.kubernetes.io";

/**
 * The release of Kubernetes whose standard is enforced: the one that the lab runs. A later one may ask for more, which
 * is a warning first; an earlier cluster takes its own.
 * https://kubernetes.io/docs/concepts/security/pod-security-admission/
 */
const ENFORCED = "v1.36";

const restricted = (mode: "enforce" | "warn" | "audit", version: string) => ({
  [`${LABEL}/${mode}`]: "restricted",
  [`${LABEL}/${mode}-version`]: version,
});

const PART_OF = { "app.kubernetes.io/part-of": "thanos-fleet" };

/** Whoever makes pods that a later standard would refuse is told of it. */
const told = { ...restricted("warn", "latest"), ...restricted("audit", "latest") };

/** With pods of somebody else in it (`shared`), nothing is enforced: they are not ours to refuse. */
export const namespace = (name: string, shared: boolean): k8s.core.v1.NamespaceArgs => ({
  metadata: {
    name,
    labels: {
      ...PART_OF,
      ...(shared ? {} : restricted("enforce", ENFORCED)),
      ...told,
    },
  },
});

/** For a chart, whose `values` may bring pods of any kind: it is kept to a wider standard. */
export const chartNamespace = (
  name: string,
  standard: "baseline" | "privileged",
): k8s.core.v1.NamespaceArgs => ({
  metadata: { name, labels: { ...PART_OF, [`${LABEL}/enforce`]: standard, ...told } },
});
