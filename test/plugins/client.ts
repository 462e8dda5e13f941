// A tiny engine: starts a provider plugin and speaks Pulumi's provider protocol to it.
import * as childProcess from "node:child_process";
import * as path from "node:path";
import * as readline from "node:readline";
import * as grpc from "@grpc/grpc-js";
import * as service from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as status from "@pulumi/pulumi/proto/status_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type * as struct from "google-protobuf/google/protobuf/struct_pb";
import { fromStruct, toStruct, type Path, type Values } from "../../lab/plugins/protocol/values";
import { startHost, type Host } from "./host";

export interface Held {
  readonly id: string;
  readonly inputs: Values;
  readonly outputs: Values;
  readonly secrets: readonly Path[];
}

export interface Options {
  readonly preview?: boolean;
  readonly timeoutSeconds?: number;
  readonly ignoreChanges?: readonly string[];
  readonly secrets?: readonly Path[];
}

export class Plugin {
  private constructor(
    private readonly process: childProcess.ChildProcess,
    private readonly client: service.ResourceProviderClient,
    private readonly host: Host,
    private readonly binary: string,
  ) {}

  static async start(command: string, config: Values): Promise<Plugin> {
    const host = await startHost();
    const child = childProcess.spawn(command, [host.address], {
      stdio: ["ignore", "pipe", "pipe"],
    });
    let said = "";
    child.stderr.on("data", (chunk: Buffer) => (said += chunk.toString()));
    const lines = readline.createInterface({ input: child.stdout });
    const port = await new Promise<string>((resolve, reject) => {
      lines.once("line", resolve);
      child.once("error", reject);
      child.once("exit", (code) => reject(new Error(`${command} ended with ${code}: ${said}`)));
    });
    const address = `127.0.0.1:${port.trim()}`;
    const client = new service.ResourceProviderClient(address, grpc.credentials.createInsecure());
    const plugin = new Plugin(child, client, host, path.basename(command));
    await plugin.configure(config);
    return plugin;
  }

  /** As the engine does at first; here also again, since a start takes long. */
  async configure(config: Values): Promise<void> {
    const request = new messages.ConfigureRequest()
      .setArgs(toStruct(config))
      .setAcceptsecrets(true)
      .setSendsOldInputs(true)
      .setSendsOldInputsToDelete(true);
    // As the engine calls them; the official kubernetes plugin reads nothing else.
    const name = this.binary.replace("pulumi-resource-", "");
    for (const [key, value] of Object.entries(config)) {
      request.getVariablesMap().set(`${name}:config:${key}`, String(value));
    }
    await ask((done) => this.client.configure(request, done));
  }

  stop(): void {
    this.client.close();
    this.process.kill("SIGINT");
    this.host.stop();
  }

  async check(urn: string, olds: Values, news: Values, secrets: readonly Path[] = []) {
    const request = new messages.CheckRequest()
      .setUrn(urn)
      .setOlds(toStruct(olds))
      .setNews(toStruct(news, secrets))
      .setRandomseed(Buffer.from("the same seed in each test here!"));
    const answer = await ask<messages.CheckResponse>((done) => this.client.check(request, done));
    const failures = answer.getFailuresList().map((failure) => failure.getProperty());
    return { ...plain(answer.getInputs()), failures };
  }

  async diff(urn: string, held: Held, news: Values, ignoreChanges: readonly string[] = []) {
    const request = new messages.DiffRequest()
      .setId(held.id)
      .setUrn(urn)
      .setOlds(toStruct(held.outputs, held.secrets))
      .setOldInputs(toStruct(held.inputs))
      .setNews(toStruct(news))
      .setIgnorechangesList([...ignoreChanges]);
    const answer = await ask<messages.DiffResponse>((done) => this.client.diff(request, done));
    return {
      changed: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
      paths: answer
        .getDetaileddiffMap()
        .getEntryList()
        .map(([path]) => path)
        .sort(),
      replaces: [...answer.getReplacesList()].sort(),
      deleteBeforeReplace: answer.getDeletebeforereplace(),
    };
  }

  /** What a changed configuration of the provider itself means for all that it made. */
  async diffConfig(olds: Values, news: Values): Promise<string[]> {
    const request = new messages.DiffRequest()
      .setUrn(urnOf("pulumi:providers:any", "provider"))
      .setOlds(toStruct(olds))
      .setOldInputs(toStruct(olds))
      .setNews(toStruct(news));
    const answer = await ask<messages.DiffResponse>((done) =>
      this.client.diffConfig(request, done),
    );
    return answer.getReplacesList();
  }

  /** As when the user interrupts the engine: the plugin ends what it waits for. */
  async cancel(): Promise<void> {
    await ask((done) => this.client.cancel(new Empty(), done));
  }

  async create(urn: string, inputs: Values, options: Options = {}): Promise<Held> {
    const request = new messages.CreateRequest()
      .setUrn(urn)
      .setProperties(toStruct(inputs, options.secrets))
      .setPreview(options.preview ?? false)
      .setTimeout(options.timeoutSeconds ?? 0);
    const answer = await ask<messages.CreateResponse>((done) => this.client.create(request, done));
    return { id: answer.getId(), inputs, ...held(answer.getProperties()) };
  }

  /** Undefined when the resource is gone. */
  async read(urn: string, before: Held): Promise<Held | undefined> {
    const request = new messages.ReadRequest()
      .setUrn(urn)
      .setId(before.id)
      .setProperties(toStruct(before.outputs, before.secrets))
      .setInputs(toStruct(before.inputs));
    const answer = await ask<messages.ReadResponse>((done) => this.client.read(request, done));
    const { inputs } = plain(answer.getInputs());
    return answer.getId() === ""
      ? undefined
      : { id: answer.getId(), inputs, ...held(answer.getProperties()) };
  }

  async update(urn: string, before: Held, news: Values, options: Options = {}): Promise<Held> {
    const request = new messages.UpdateRequest()
      .setUrn(urn)
      .setId(before.id)
      .setOlds(toStruct(before.outputs, before.secrets))
      .setOldInputs(toStruct(before.inputs))
      .setNews(toStruct(news, options.secrets))
      .setPreview(options.preview ?? false)
      .setTimeout(options.timeoutSeconds ?? 0)
      .setIgnorechangesList([...(options.ignoreChanges ?? [])]);
    const answer = await ask<messages.UpdateResponse>((done) => this.client.update(request, done));
    return { id: before.id, inputs: news, ...held(answer.getProperties()) };
  }

  async delete(urn: string, before: Held): Promise<void> {
    const request = new messages.DeleteRequest()
      .setUrn(urn)
      .setId(before.id)
      .setProperties(toStruct(before.outputs, before.secrets))
      .setOldInputs(toStruct(before.inputs));
    await ask((done) => this.client.delete(request, done));
  }
}

function ask<Response>(
  send: (done: (error: grpc.ServiceError | null, response: Response) => void) => unknown,
): Promise<Response> {
  return new Promise((resolve, reject) => {
    send((error, response) => (error === null ? resolve(response) : reject(error)));
  });
}

/** What the engine keeps of a resource that is there, but not as it was asked for. */
export function keptOf(error: unknown): (Held & { readonly reasons: string[] }) | undefined {
  const metadata = error instanceof Error && "metadata" in error ? error.metadata : undefined;
  const [details] =
    metadata instanceof grpc.Metadata ? metadata.get("grpc-status-details-bin") : [];
  const [packed] = Buffer.isBuffer(details)
    ? status.Status.deserializeBinary(details).getDetailsList()
    : [];
  if (packed === undefined) {
    return undefined;
  }
  const failed = messages.ErrorResourceInitFailed.deserializeBinary(packed.getValue_asU8());
  const { inputs } = plain(failed.getInputs());
  const reasons = failed.getReasonsList();
  return { id: failed.getId(), inputs, reasons, ...held(failed.getProperties()) };
}

export function urnOf(type: string, name: string): string {
  return `urn:pulumi:stack::project::${type}::${name}`;
}

function plain(message: struct.Struct | undefined): { inputs: Values; secrets: readonly Path[] } {
  const { values, secrets } = fromStruct(message);
  return { inputs: values, secrets };
}

function held(message: struct.Struct | undefined) {
  const { values, secrets } = fromStruct(message);
  return { outputs: values, secrets };
}
