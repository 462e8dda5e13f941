// Runs the program against a monitor that answers with placeholders, and records all that it registers.
import * as pulumi from "@pulumi/pulumi";
import type * as messages from "@pulumi/pulumi/proto/resource_pb";
import { plainObject, type Secrets } from "./plain";
import { outputsOf } from "./placeholders";
import { nameOf, recordOf, type Recorded } from "./recorded";
import { ORGANIZATION, PROJECT, type StackConfig } from "./stack-config";

/** Outputs by full stack name. */
export type References = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export interface Run {
  /** The stack's short name. */
  readonly stack: string;
  readonly config: StackConfig;
  /** Outputs of stacks by full name; a stack that is not here was never up. */
  readonly references: References;
  /** In a preview, what a provider adds to its resource is unknown. */
  readonly preview: boolean;
  /** For tests of what is in a Secret. */
  readonly secrets?: Secrets;
}

export interface Recording {
  readonly resources: readonly Recorded[];
  /** The stack's outputs; secrets as "[secret]". */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** Why the program stopped, when it did. */
  readonly error?: unknown;
}

type Program = () => Promise<Record<string, unknown>>;

/** One run at a time: the runtime of Pulumi is one for the whole process. */
export async function record(run: Run): Promise<Recording> {
  const program = await loadProgram();
  const recorded: Recorded[] = [];
  await pulumi.runtime.setMocks(mocks(run), PROJECT, run.stack, run.preview, ORGANIZATION);
  pulumi.runtime.setAllConfig({ ...run.config.values }, [...run.config.secrets]);
  listen(recorded, run.secrets ?? "hidden");
  try {
    const raw: unknown = await pulumi.runtime.serializeProperties("outputs", await program());
    await pulumi.runtime.disconnect();
    return { resources: sorted(recorded), outputs: plainObject(raw, run.secrets ?? "hidden") };
  } catch (error) {
    await pulumi.runtime.disconnect();
    return { resources: sorted(recorded), outputs: {}, error };
  }
}

/** Loaded late, so that whoever only reads a recording does not wait for every SDK. */
async function loadProgram(): Promise<Program> {
  const { default: program } = await import("../index");
  return program;
}

function mocks({ config, references, stack, preview }: Run): pulumi.runtime.Mocks {
  const cluster = config.values["thanos-fleet:cluster"] ?? stack;
  return {
    call: ({ token }) => {
      throw new Error(`${token} asks a provider, which a recording has none of`);
    },
    newResource: ({ type, name, inputs, id }) => {
      const given: Record<string, unknown> = inputs;
      if (type === "pulumi:pulumi:StackReference") {
        const outputs = references[id ?? name] ?? {};
        return { id, state: { ...given, outputs, secretOutputNames: [] } };
      }
      const added = outputsOf({ type, name, inputs: given }, cluster);
      return preview
        ? { id: undefined, state: given }
        : { id: `${name}-id`, state: { ...given, ...added } };
    },
  };
}

/** The mocks are told of inputs only; parents and options are in the request itself. */
function listen(recorded: Recorded[], secrets: Secrets): void {
  intercept("registerResource", (request: messages.RegisterResourceRequest) => {
    recorded.push(recordOf(request, secrets));
  });
  intercept("registerResourceOutputs", (request: messages.RegisterResourceOutputsRequest) => {
    const component = recorded.find((r) => !r.custom && r.name === nameOf(request.getUrn()));
    Object.assign(
      component?.outputs ?? {},
      plainObject(request.getOutputs()?.toJavaScript(), secrets),
    );
  });
}

function intercept<Request>(method: string, hear: (request: Request) => void): void {
  const monitor = pulumi.runtime.getMonitor() ?? {};
  const original: unknown = Reflect.get(monitor, method);
  if (typeof original !== "function") {
    throw new Error(`this version of Pulumi's mocks has no ${method}`);
  }
  Reflect.set(monitor, method, (request: Request, done: unknown): unknown => {
    hear(request);
    return Reflect.apply(original, monitor, [request, done]);
  });
}

/** Registration is concurrent, so its order means nothing. */
const sorted = (recorded: readonly Recorded[]): Recorded[] =>
  [...recorded].sort((a, b) => (key(a) < key(b) ? -1 : 1));
const key = ({ name, type }: Recorded) => `${name} ${type}`;
