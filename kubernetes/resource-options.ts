// Resource options of a component's children: parent, dependencies and timeouts.
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_TIMEOUTS, type Timeouts } from "./timeouts";

/** Options of a component's children. Passes its `dependsOn` on to them, which Pulumi does not do. */
export const childOptions = (
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions => ({
  parent,
  dependsOn: opts?.dependsOn,
});

/** For resources such as Services and Ingresses, whose readiness Pulumi awaits: after this time an `up` fails. */
export const WITH_TIMEOUTS = { customTimeouts: DEFAULT_TIMEOUTS } as const;

/**
 * Options of a workload. It depends on its ServiceAccount and on the files that its pods read at start: otherwise they
 * could start with old content.
 */
export const workloadOptions = (
  child: pulumi.CustomResourceOptions,
  dependencies: readonly pulumi.Resource[],
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
): pulumi.CustomResourceOptions => ({
  ...child,
  customTimeouts: timeouts,
  dependsOn: [...dependencies],
});

/**
 * Options of a StatefulSet with volumes. Ignores the immutable volumeClaimTemplates: a change would replace the
 * StatefulSet, which deletes all pods and leaves the volumes unchanged. `docs/operations.md` has the steps to larger
 * volumes.
 */
export const statefulSetOptions = (
  child: pulumi.CustomResourceOptions,
  dependencies: readonly pulumi.Resource[],
  timeouts: Timeouts = DEFAULT_TIMEOUTS,
): pulumi.CustomResourceOptions => ({
  ...workloadOptions(child, dependencies, timeouts),
  ignoreChanges: ["spec.volumeClaimTemplates"],
});
