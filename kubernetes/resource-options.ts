// Options of a component's children: parented, and waiting for what the component waits for.
import type * as pulumi from "@pulumi/pulumi";
import { DEFAULT_TIMEOUTS, type Timeouts } from "./timeouts";

/** Pulumi does not hand a component's `dependsOn` down to its children, so this does. */
export const childOptions = (
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions => ({
  parent,
  dependsOn: opts?.dependsOn,
});

/** For resources whose readiness Pulumi waits for: a broken cluster fails after this time, with the pod's reason. */
export const WITH_TIMEOUTS = { customTimeouts: DEFAULT_TIMEOUTS } as const;

/**
 * Options of a workload: it waits for its account and for the files that its pods read at their start, or they could
 * start with what a file held before.
 */
export const workloadOptions = (
  child: pulumi.CustomResourceOptions,
  before: readonly pulumi.Resource[],
  waits: Timeouts = DEFAULT_TIMEOUTS,
): pulumi.CustomResourceOptions => ({
  ...child,
  customTimeouts: waits,
  dependsOn: [...before],
});

/**
 * The same of a StatefulSet with volumes. Its claims cannot be changed in place: it would be made anew, which takes all
 * its pods away and leaves the volumes as they are. `docs/operations.md` has the steps to larger ones.
 */
export const statefulSetOptions = (
  child: pulumi.CustomResourceOptions,
  before: readonly pulumi.Resource[],
  waits: Timeouts = DEFAULT_TIMEOUTS,
): pulumi.CustomResourceOptions => ({
  ...workloadOptions(child, before, waits),
  ignoreChanges: ["spec.volumeClaimTemplates"],
});
