// Configuration of the observer.
import { z } from "zod";
import { observeeContract } from "../contract";
import { rotation } from "./certificates";
import { says, shown, unknownKey, type Fault } from "./faults";
import { replicated, sharedKeys } from "./shared";
import { clusterName, quantity, replicas, stackName, text } from "./words";

/** An observee: a stack to read, or literal values where no stack can be read. */
const observee = z
  .strictObject({
    name: clusterName,
    stack: stackName.optional(),
    values: observeeContract.optional(),
    clientCa: rotation,
  })
  .refine(
    ({ stack, values }) => (stack === undefined) !== (values === undefined),
    says(
      "must have exactly one of stack and values",
      "name the observee's stack, or give its outputs as values",
    ),
  );

export const observerKeys = {
  ...sharedKeys,
  observees: z.array(observee),
  /** Observees that are neither called nor trusted, though they stand in the list. */
  revoked: z.array(clusterName).default([]),
  query: replicated,
  queryFrontend: z
    .strictObject({
      replicas: replicas.default(2),
      responseCache: z.enum(["inMemory", "off"]).default("inMemory"),
    })
    .prefault({}),
  tlsQuerier: z
    .strictObject({ layout: z.literal("shared").default("shared"), replicas: replicas.default(2) })
    .prefault({}),
  store: z
    .strictObject({
      replicas: replicas.default(2),
      storage: z
        .strictObject({ size: quantity, storageClass: text.optional() })
        .default({ size: "8Gi" }),
    })
    .prefault({}),
};

export type ObserverSettings = z.infer<z.ZodObject<typeof observerKeys>>;
export type ObserveeEntry = ObserverSettings["observees"][number];

/** One field of every entry as it stands, also where the entry has another fault. */
const fieldIn = (observees: unknown, field: string): unknown[] =>
  Array.isArray(observees)
    ? observees.map((entry: unknown) =>
        typeof entry === "object" && entry !== null ? Reflect.get(entry, field) : undefined,
      )
    : [];

/** Key pairs for observees that there are not. */
export function pairFaults(path: string, pairs: readonly string[], observees: unknown): Fault[] {
  const names = fieldIn(observees, "name").filter((name) => typeof name === "string");
  return pairs
    .filter((pair) => !names.includes(pair))
    .map((pair) => unknownKey(`${path}.${pair}`, pair, names));
}

/** Rules over several keys of the observer. */
export function observerRules(
  config: Partial<ObserverSettings>,
  observees: unknown,
  stack: string,
): Fault[] {
  return [
    ...nameFaults(config, fieldIn(observees, "name")),
    ...selfReferences(fieldIn(observees, "stack"), stack),
  ];
}

const selfReferences = (stacks: readonly unknown[], stack: string): Fault[] =>
  stacks.flatMap((referred, i) =>
    referred === stack
      ? [
          {
            path: `observees[${String(i)}].stack`,
            value: shown(stack),
            rule: "the observer cannot be an observee of itself",
            fix: "name the observee's own stack",
          },
        ]
      : [],
  );

function nameFaults(config: Partial<ObserverSettings>, names: readonly unknown[]): Fault[] {
  return names.flatMap((name, i): Fault[] => {
    const path = `observees[${String(i)}].name`;
    const first = names.indexOf(name);
    if (name === undefined) {
      return [];
    }
    if (first < i) {
      return [
        {
          path,
          value: shown(name),
          rule: `it repeats observees[${String(first)}].name`,
          fix: "give each observee a name of its own",
        },
      ];
    }
    return name === config.cluster
      ? [
          {
            path,
            value: shown(name),
            rule: "that is the observer's own cluster name",
            fix: "remove the entry, since the observer sees itself already, or rename one of them",
          },
        ]
      : [];
  });
}
