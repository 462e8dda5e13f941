// Runs the program against mocks that answer with placeholders, and records everything that it registers.
import * as pulumi from "@pulumi/pulumi";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { requiredObjects, type ExistingObjects } from "./existing-objects";
import { plainObject, type Secrets } from "./plain";
import { outputsOf } from "./placeholders";
import { READ_OUTPUTS } from "../../stacks/references";
import { nameOf, recordOf, type Recorded } from "./recorded";
import { ORGANIZATION, PROJECT, type StackConfig } from "./stack-config";

/** Outputs by full stack name; an output that is a pulumi.Output is secret. */
export type References = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Run {
  /** The stack's short name. */
  readonly stack: string;
  readonly config: StackConfig;
  /** Outputs of stacks by full name; a stack that is not listed was never up. */
  readonly references: References;
  /** Existing objects of the cluster, where they differ from those that the configuration requires. */
  readonly found?: ExistingObjects;
  /** Full names of stacks that do not exist. */
  readonly absent?: readonly string[];
  /** In a preview the outputs of providers are unknown. */
  readonly preview: boolean;
  /** For tests of the contents of Secrets. */
  readonly secrets?: Secrets;
}

export interface Recording {
  readonly resources: readonly Recorded[];
  /** The stack's outputs; secrets as "[secret]". */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Names of the resources on which each output depends, sorted. */
  readonly outputDependencies: Readonly<Record<string, readonly string[]>>;
  /** Why the program failed, if it did. */
  readonly error?: unknown;
}

/** Requests of the program to the engine, unchanged. */
interface Sent {
  readonly resources: messages.RegisterResourceRequest[];
  readonly componentOutputs: messages.RegisterResourceOutputsRequest[];
  readonly outputs: unknown;
  readonly outputDependencies: Recording["outputDependencies"];
  readonly error?: unknown;
}

export async function record(run: Run): Promise<Recording> {
  return recordingOf(await runProgram(run), run.secrets ?? "hidden");
}

/** Records one run twice: with secrets hidden and with them shown. */
export async function recordBoth(run: Run): Promise<Readonly<Record<Secrets, Recording>>> {
  const sent = await runProgram(run);
  return { hidden: recordingOf(sent, "hidden"), shown: recordingOf(sent, "shown") };
}

/** Must not run concurrently: Pulumi's runtime is global to the process. */
async function runProgram(run: Run): Promise<Sent> {
  // Imported lazily, so that reading a recording does not load every SDK.
  const { program } = await import("../../program.js");
  await pulumi.runtime.setMocks(mocks(run), PROJECT, run.stack, run.preview, ORGANIZATION);
  pulumi.runtime.setAllConfig({ ...run.config.values }, [...run.config.secrets]);
  const requests = recordRequests();
  try {
    const stackOutputs = await program(() => undefined);
    const outputs: unknown = await pulumi.runtime.serializeProperties("outputs", stackOutputs);
    const outputDependencies: Record<string, readonly string[]> = {};
    for (const [key, value] of Object.entries(stackOutputs)) {
      outputDependencies[key] = await dependenciesOf(value);
    }
    // Rejects if a resource of the program failed.
    await pulumi.runtime.disconnect();
    return { ...requests, outputs, outputDependencies };
  } catch (error) {
    await pulumi.runtime.disconnect();
    return { ...requests, outputs: {}, outputDependencies: {}, error };
  }
}

function recordingOf(sent: Sent, secrets: Secrets): Recording {
  const resources = sent.resources.map((request) => recordOf(request, secrets));
  for (const request of sent.componentOutputs) {
    const component = resources.find((r) => !r.custom && r.name === nameOf(request.getUrn()));
    const outputs = plainObject(request.getOutputs()?.toJavaScript(), secrets);
    Object.assign(component?.outputs ?? {}, outputs);
  }
  return {
    resources: sorted(resources),
    outputs: plainObject(sent.outputs, secrets),
    outputDependencies: sent.outputDependencies,
    error: sent.error,
  };
}

/** Names of the resources on which an output depends. The types of the SDK do not declare `allResources`. */
async function dependenciesOf(value: unknown): Promise<string[]> {
  const output = pulumi.output(value);
  const allResources: unknown = Reflect.get(output, "allResources");
  if (typeof allResources !== "function") {
    throw new Error("this version of Pulumi does not give the dependencies of an output");
  }
  const resources = [...((await Reflect.apply(allResources, output, [])) as Set<pulumi.Resource>)];
  const urns = resources.map(
    ({ urn }) => new Promise<string>((resolve) => void urn.apply((text) => resolve(text))),
  );
  return (await Promise.all(urns)).map(nameOf).sort();
}

function mocks(run: Run): pulumi.runtime.Mocks {
  const { config, references, stack, preview, found } = run;
  const existing = { ...requiredObjects(config), ...found };
  const cluster = config.values["thanos-fleet:cluster"] ?? stack;
  return {
    call: (call) => readOutputs(run, call),
    newResource: ({ type, name, inputs: resourceInputs, id }) => {
      const inputs: Record<string, unknown> = resourceInputs;
      if (type === "pulumi:pulumi:StackReference") {
        const outputs = references[id ?? name] ?? {};
        const secretOutputNames = Object.keys(outputs).filter((key) =>
          pulumi.Output.isInstance(outputs[key]),
        );
        return { id, state: { ...inputs, outputs, secretOutputNames } };
      }
      const spec = existing[`${type.split(":").pop() ?? ""} ${id ?? ""}`];
      if (spec !== undefined) {
        // Reads return values in a preview too.
        return { id, state: { ...inputs, spec } };
      }
      return preview
        ? { id: undefined, state: inputs }
        : {
            id: `${name}-id`,
            state: { ...inputs, ...outputsOf({ type, name, inputs }, cluster) },
          };
    },
  };
}

/** Answers the invoke that checks for a stack, as the engine does; any other invoke is an error. */
function readOutputs(
  { references, absent = [] }: Run,
  { token, inputs }: pulumi.runtime.MockCallArgs,
): Record<string, unknown> {
  const name = String(Reflect.get(inputs, "name"));
  if (token !== READ_OUTPUTS) {
    throw new Error(`${token} calls a provider, and a recording has none`);
  }
  if (absent.includes(name)) {
    const details = `unknown stack "${name}"`;
    throw Object.assign(new Error(details), { details });
  }
  return { name, outputs: references[name] ?? {} };
}

/** Mocks get only inputs; parents and options are in the requests themselves. */
const recordRequests = (): Pick<Sent, "resources" | "componentOutputs"> => ({
  resources: intercept("registerResource"),
  componentOutputs: intercept("registerResourceOutputs"),
});

/** Wraps a method of the engine's client. The list that it returns gets every later request. */
function intercept<Request>(method: string): Request[] {
  const monitor = pulumi.runtime.getMonitor() ?? {};
  const original: unknown = Reflect.get(monitor, method);
  const requests: Request[] = [];
  if (typeof original !== "function") {
    throw new Error(`this version of Pulumi's mocks has no ${method}`);
  }
  Reflect.set(monitor, method, (request: Request, done: unknown): unknown => {
    requests.push(request);
    return Reflect.apply(original, monitor, [request, done]);
  });
  return requests;
}

/** Resources register concurrently, so their order is arbitrary. */
const sorted = (recorded: readonly Recorded[]): Recorded[] =>
  [...recorded].sort((a, b) => (key(a) < key(b) ? -1 : 1));
const key = ({ name, type }: Recorded) => `${name} ${type}`;
