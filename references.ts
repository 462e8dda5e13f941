// The only StackReferences: what other stacks promise, read before any component, checked, and plain from here on.
import * as pulumi from "@pulumi/pulumi";
import type { z } from "zod";
import type { ObserveeConfig, ObserverConfig } from "./config";
import {
  CONTRACT_SCHEMA,
  observeeContract,
  observerContract,
  type ObserveeContract,
  type ObserverContract,
} from "./specs/contract";
import { own } from "./specs/own";
import { userError } from "./user-error";
import { joinPath } from "./specs/config/faults";

/** An observee as the observer sees it; without a contract it is pending: its stack was never up. */
export interface ObserveeView {
  readonly name: string;
  readonly contract?: ObserveeContract;
}

/** What the observer's own last `up` said of each observee. */
export type Connection = "connected" | "pending";

/** Reads every observee. One that was connected and cannot be read now is an error: nothing of it is removed. */
export async function readObservees(config: ObserverConfig): Promise<ObserveeView[]> {
  const before = await connections(config.stack);
  const faults: string[] = [];
  const views: ObserveeView[] = [];
  for (const { name, stack, values } of config.observees) {
    const contract = values ?? (await readContract(stack ?? "", observeeContract, faults));
    if (contract === undefined) {
      if (before[name] === "connected") {
        faults.push(
          `stack "${stack ?? ""}" of observee "${name}" has no outputs any more, though it was connected; ` +
            "bring it up again, or remove it from observees",
        );
      }
      views.push({ name });
    } else {
      if (contract.cluster !== name) {
        faults.push(
          `observee "${name}" calls itself "${contract.cluster}"; use that name in observees, or change its cluster key`,
        );
      }
      views.push({ name, contract });
    }
  }
  refuseIf(faults);
  return views;
}

/** Reads the observer. The observee's edge accepts client certificates of these CAs, and of no other. */
export async function readClientCas(config: ObserveeConfig): Promise<readonly string[]> {
  const { stack, values } = config.observer;
  const faults: string[] = [];
  const contract: ObserverContract | undefined =
    values ?? (await readContract(stack ?? "", observerContract, faults));
  const clientCas = contract === undefined ? undefined : own(contract.clientCa, config.cluster);
  if (faults.length === 0 && contract === undefined) {
    faults.push(
      `observer stack "${stack ?? ""}" has no outputs yet; run \`pulumi up\` on it first`,
    );
  } else if (faults.length === 0 && clientCas === undefined) {
    faults.push(
      `the observer has no client CA for "${config.cluster}"; add {name: ${config.cluster}, stack: ${config.stack}} ` +
        "to its observees and run `pulumi up` on it first",
    );
  }
  refuseIf(faults);
  return clientCas ?? [];
}

/** The outputs of a stack as its contract; undefined where it has none yet. */
async function readContract<S extends z.ZodObject>(
  stack: string,
  contract: S,
  faults: string[],
): Promise<z.infer<S> | undefined> {
  const outputs = await plainOutputs(stack, Object.keys(contract.shape));
  const schema = outputs["schema"];
  if (schema === undefined) {
    return undefined;
  }
  if (schema !== CONTRACT_SCHEMA) {
    faults.push(
      `stack "${stack}" has outputs of schema ${JSON.stringify(schema)}, this program reads ${String(CONTRACT_SCHEMA)}; ` +
        "update the stack that is behind first",
    );
    return undefined;
  }
  const result = contract.safeParse(outputs);
  if (!result.success) {
    faults.push(
      ...result.error.issues.map(
        (issue) =>
          `output ${joinPath("", issue.path).slice(1)} of stack "${stack}" is wrong (${issue.message}); run \`pulumi up\` on it`,
      ),
    );
    return undefined;
  }
  return result.data;
}

async function plainOutputs(
  stack: string,
  names: readonly string[],
): Promise<Record<string, unknown>> {
  const reference = new pulumi.StackReference(stack, { name: stack });
  const outputs: Record<string, unknown> = {};
  for (const name of names) {
    const { value }: { value?: unknown } = await reference.getOutputDetails(name);
    if (value !== undefined) {
      outputs[name] = value;
    }
  }
  return outputs;
}

/** What this stack's own last `up` left in its outputs. */
async function connections(ownStack: string): Promise<Readonly<Record<string, unknown>>> {
  const { observees } = await plainOutputs(ownStack, ["observees"]);
  return typeof observees === "object" && observees !== null
    ? Object.fromEntries(Object.entries(observees))
    : {};
}

function refuseIf(faults: readonly string[]): void {
  if (faults.length > 0) {
    throw userError(
      ["Other stacks are not as this one needs them; nothing was changed.", ...faults]
        .map((line, i) => (i === 0 ? line : `  - ${line}.`))
        .join("\n"),
    );
  }
}
