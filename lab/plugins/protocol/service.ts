// Serves a Provider by Pulumi's provider protocol; common to all stand-ins.
import type * as grpc from "@grpc/grpc-js";
import * as plugin from "@pulumi/pulumi/proto/plugin_pb";
import * as service from "@pulumi/pulumi/proto/provider_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { changes, parsePath, type Change } from "./diff";
import { diffResponse } from "./diff-response";
import { Engine } from "./engine";
import { initFailed } from "./errors";
import { NotReady, type Call, type Provider, type Subject } from "./provider";
import { serve, unary } from "./serve";
import { fromStruct, toStruct, unknown, type Path, type Properties, type Values } from "./values";

export function serveProvider(provider: Provider): void {
  serve(service.ResourceProviderService, implementation(provider));
}

function implementation(provider: Provider): grpc.UntypedServiceImplementation {
  const cancelled = new AbortController();
  let engine = new Engine(process.argv[2]);
  let configFault: Error | undefined;

  const call = (urn: string, request: Partial<CallRequest>): Call => ({
    preview: request.getPreview?.() ?? false,
    timeoutSeconds: request.getTimeout?.() || undefined,
    ignoreChanges: (request.getIgnorechangesList?.() ?? []).map(parsePath),
    cancelled: cancelled.signal,
    progress: (message) => engine.progress(urn, message),
  });
  const secrets = ({ type }: Subject, inputs: Properties) =>
    provider.secretOutputs(type, inputs.secrets);
  /** Configuration errors are reported here, by the first resource that uses the provider. */
  const subject = (request: Named): Subject => {
    if (configFault !== undefined) {
      throw configFault;
    }
    const [urn, type, name] = [request.getUrn(), request.getType(), request.getName()];
    return { urn, type: type || typeOf(urn), name: name || (urn.split("::").pop() ?? urn) };
  };

  return {
    handshake: unary((request: messages.ProviderHandshakeRequest) => {
      engine = new Engine(request.getEngineAddress());
      return new messages.ProviderHandshakeResponse().setAcceptSecrets(true);
    }),
    attach: unary((request: plugin.PluginAttach) => {
      engine = new Engine(request.getAddress());
      return new Empty();
    }),
    getPluginInfo: unary(() => new plugin.PluginInfo().setVersion(provider.version)),
    getSchema: unary(() =>
      new messages.GetSchemaResponse().setSchema(
        JSON.stringify({ name: provider.name, version: provider.version }),
      ),
    ),
    getMapping: unary(() => new messages.GetMappingResponse()),
    getMappings: unary(() => new messages.GetMappingsResponse()),
    checkConfig: unary((request: messages.CheckRequest) =>
      new messages.CheckResponse().setInputs(request.getNews()),
    ),
    diffConfig: unary((request: messages.DiffRequest) => {
      const olds = fromStruct(request.getOldInputs() ?? request.getOlds()).values;
      const news = fromStruct(request.getNews()).values;
      const all = provider.replacesAll?.(olds, news) ?? [];
      const replaces = ({ path }: Change) => all.includes(String(path[0]));
      const answer = { changes: changes(olds, news), replaces, deleteBeforeReplace: false };
      return diffResponse(answer, []);
    }),
    configure: unary((request: messages.ConfigureRequest) => {
      try {
        provider.configure(fromStruct(request.getArgs()).values);
        configFault = undefined;
      } catch (error) {
        configFault = error instanceof Error ? error : new Error(String(error));
      }
      return new messages.ConfigureResponse().setAcceptsecrets(true).setSupportspreview(true);
    }),
    check: unary(async (request: messages.CheckRequest) => {
      const news = fromStruct(request.getNews());
      const about = subject(request);
      const answer = await provider.check(
        about,
        fromStruct(request.getOlds()).values,
        news.values,
        request.getRandomseed_asU8(),
      );
      const failures = (answer.failures ?? []).map((failure) =>
        new messages.CheckFailure().setProperty(failure.property).setReason(failure.reason),
      );
      return new messages.CheckResponse()
        .setInputs(toStruct(answer.inputs, secrets(about, news)))
        .setFailuresList(failures);
    }),
    diff: unary(async (request: messages.DiffRequest) => {
      const outputs = fromStruct(request.getOlds()).values;
      const state = { id: request.getId(), outputs };
      const oldInputs = request.getOldInputs();
      const olds = oldInputs === undefined ? outputs : fromStruct(oldInputs).values;
      const news = fromStruct(request.getNews()).values;
      const ignored = request.getIgnorechangesList().map(parsePath);
      return diffResponse(await provider.diff(subject(request), state, olds, news), ignored);
    }),
    create: unary(async (request: messages.CreateRequest) => {
      const inputs = fromStruct(request.getProperties());
      const about = subject(request);
      const marks = secrets(about, inputs);
      const made = await keepState(
        provider.create(about, inputs.values, call(about.urn, request)),
        inputs.values,
        marks,
      );
      return new messages.CreateResponse()
        .setId(request.getPreview() && made.id === unknown ? "" : made.id)
        .setProperties(toStruct(made.outputs, marks));
    }),
    read: unary(async (request: messages.ReadRequest) => {
      const state = fromStruct(request.getProperties());
      const inputs = fromStruct(request.getInputs());
      const about = subject(request);
      const marks = secrets(about, inputs);
      const found = await keepState(
        provider.read(about, { id: request.getId(), outputs: state.values }, inputs.values),
        inputs.values,
        marks,
      );
      if (found === undefined) {
        return new messages.ReadResponse();
      }
      return new messages.ReadResponse()
        .setId(found.state.id)
        .setProperties(toStruct(found.state.outputs, [...state.secrets, ...marks]))
        .setInputs(toStruct(found.inputs, marks));
    }),
    update: unary(async (request: messages.UpdateRequest) => {
      const news = fromStruct(request.getNews());
      const state = { id: request.getId(), outputs: fromStruct(request.getOlds()).values };
      const olds = fromStruct(request.getOldInputs()).values;
      const about = subject(request);
      const marks = secrets(about, news);
      const outputs = await keepState(
        provider.update(about, state, olds, news.values, call(about.urn, request)),
        news.values,
        marks,
      );
      return new messages.UpdateResponse().setProperties(toStruct(outputs, marks));
    }),
    delete: unary(async (request: messages.DeleteRequest) => {
      const about = subject(request);
      const state = { id: request.getId(), outputs: fromStruct(request.getProperties()).values };
      await provider.delete(about, state, call(about.urn, request));
      return new Empty();
    }),
    invoke: unary((request: messages.InvokeRequest) => {
      throw new Error(`this stand-in for the ${provider.name} provider lacks ${request.getTok()}`);
    }),
    cancel: unary(() => {
      cancelled.abort();
      return new Empty();
    }),
  };
}

interface CallRequest {
  getPreview(): boolean;
  getTimeout(): number;
  getIgnorechangesList(): string[];
}

interface Named {
  getUrn(): string;
  getType(): string;
  getName(): string;
}

/** urn:pulumi:stack::project::parentType$type::name */
function typeOf(urn: string): string {
  return urn.split("::")[2]?.split("$").pop() ?? "";
}

async function keepState<T>(work: Promise<T>, inputs: Values, marks: readonly Path[]): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw error instanceof NotReady ? initFailed(error, inputs, marks) : error;
  }
}
