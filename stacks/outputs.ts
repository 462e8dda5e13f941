// Delays a stack's outputs until the resources that they describe are ready.
import * as pulumi from "@pulumi/pulumi";

/**
 * The outputs, resolved only once these resources are ready. Pulumi keeps the outputs of a failed update, and an early
 * output would describe pods that do not exist yet. An undefined value is no output.
 */
export const outputsAfter = (
  resources: readonly pulumi.CustomResource[],
  outputs: Readonly<Record<string, unknown>>,
): Record<string, pulumi.Output<unknown>> => {
  const there = pulumi.all(resources.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, there.apply(() => pulumi.output(value))]),
  );
};
