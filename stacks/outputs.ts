// Types of the stacks' outputs, and their delay until the resources that they describe are ready.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { observeeContract, observerContract } from "./contract";
import type { observeePreviousOutputs, observerPreviousOutputs } from "./previous-outputs";

/** A value that may be an output of a resource, as a whole or in any of its fields. */
type InputsOf<T> = pulumi.Input<T> | InputsInside<T>;

type InputsInside<T> = T extends string | number | boolean | undefined
  ? T
  : T extends readonly (infer Item)[]
    ? readonly InputsOf<Item>[]
    : FieldsOf<T>;

type FieldsOf<T> = { readonly [Key in keyof T]: InputsOf<T[Key]> };

/** Outputs of an observer's stack: the contract with the observees, and what its own next `up` reads. */
export type ObserverOutputs = FieldsOf<
  z.input<typeof observerContract> & z.input<typeof observerPreviousOutputs>
>;

/** Outputs of an observee's stack. Those of the contract are absent until the observer has a client CA for it. */
export type ObserveeOutputs = FieldsOf<
  Partial<z.input<typeof observeeContract>> & z.input<typeof observeePreviousOutputs>
>;

/**
 * The defined outputs, resolved only once these resources are ready. Pulumi keeps the outputs of a failed update, and
 * an early output would describe a state that no pod has yet.
 */
export const outputsAfter = (
  resources: readonly pulumi.CustomResource[],
  outputs: Readonly<Record<string, unknown>>,
): Record<string, pulumi.Output<unknown>> => {
  const ready = pulumi.all(resources.map(({ id }) => id));
  return Object.fromEntries(
    Object.entries(outputs)
      .filter(([, value]) => value !== undefined)
      .map(([name, value]) => [name, ready.apply(() => pulumi.output(value))]),
  );
};
