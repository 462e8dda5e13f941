// Options of a component's children: parented, and waiting for what the component waits for.
import type * as pulumi from "@pulumi/pulumi";

/** Pulumi does not hand a component's `dependsOn` down to its children, so this does. */
export const childOf = (
  parent: pulumi.ComponentResource,
  opts: pulumi.ComponentResourceOptions | undefined,
): pulumi.CustomResourceOptions => ({
  parent,
  ...(opts?.dependsOn === undefined ? {} : { dependsOn: opts.dependsOn }),
});

/** For resources whose readiness Pulumi waits for: a broken cluster fails after this time, with the pod's reason. */
export const AWAITED = { customTimeouts: { create: "10m", update: "10m", delete: "5m" } } as const;
