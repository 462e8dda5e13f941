// What a stack tells others, and its own next `up`.
import * as pulumi from "@pulumi/pulumi";

/**
 * The outputs once these resources are as the program asks for. Pulumi keeps what a program has told also when a
 * resource fails after that: told too early, an output would say of pods what is in none.
 */
export const outputsAfter = (
  resources: readonly pulumi.CustomResource[],
  outputs: Readonly<Record<string, unknown>>,
): Record<string, pulumi.Output<unknown>> => {
  const there = pulumi.all(resources.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(outputs).map(([name, value]) => [name, there.apply(() => pulumi.output(value))]),
  );
};
