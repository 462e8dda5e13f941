// Options of a component's children: parented, and waiting for what the component waits for.
import type * as pulumi from "@pulumi/pulumi";
import { USUAL_WAITS, type Waits } from "./timeouts";

/** Pulumi does not hand a component's `dependsOn` down to its children, so this does. */
export const childOf = (
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions => ({
  parent,
  ...(opts?.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn }),
});

/** For resources whose readiness Pulumi waits for: a broken cluster fails after this time, with the pod's reason. */
export const AWAITED = { customTimeouts: USUAL_WAITS } as const;

/**
 * Options of a workload: it waits for its account and for the files that its pods read at their start, or they could
 * start with what a file held before.
 */
export const workloadOf = (
  child: pulumi.CustomResourceOptions,
  before: readonly pulumi.Resource[],
  waits: Waits = USUAL_WAITS,
): pulumi.CustomResourceOptions => ({
  ...child,
  customTimeouts: waits,
  dependsOn: [...before],
});

/**
 * The same of a StatefulSet with volumes. Its claims cannot be changed in place: it would be made anew, which takes all
 * its pods away and leaves the volumes as they are. `docs/operations.md` has the steps to larger ones.
 */
export const setWithVolumes = (
  child: pulumi.CustomResourceOptions,
  before: readonly pulumi.Resource[],
  waits: Waits = USUAL_WAITS,
): pulumi.CustomResourceOptions => ({
  ...workloadOf(child, before, waits),
  ignoreChanges: ["spec.volumeClaimTemplates"],
});
