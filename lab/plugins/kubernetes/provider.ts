// The kubernetes provider: inputs in, server-side apply, wait, live object out.
import * as crypto from "node:crypto";
import { changes } from "../protocol/diff";
import { NotReady, type Call, type Provider, type State, type Subject } from "../protocol/provider";
import { at, unknown, type Value, type Values } from "../protocol/values";
import { Api } from "./api";
import { complete, isAutonamed, kindOfType } from "./inputs";
import { annotationOf, metadataOf, needsReplacement, type Mutability } from "./kinds";
import { connect } from "./kubeconfig";
import { Objects, type Reference } from "./objects";
import { previewed } from "./preview";
import { bodyOf, keepIgnored, outputsOf } from "./shape";
import { nameOf, untilGone, untilReady } from "./wait";

const fieldManager = "__fieldManager";

export class KubernetesProvider implements Provider {
  readonly name = "kubernetes";
  readonly version = "4.34.2";
  private connected: Objects | undefined;
  private namespace = "default";
  private mutability: Mutability = { secrets: false, configMaps: false };
  private force = false;

  configure(config: Values): void {
    const text = (key: string) => (typeof config[key] === "string" ? config[key] : undefined);
    // The SDK sends a boolean as JSON in a string.
    const flag = (key: string) => String(config[key]) === "true";
    this.mutability = {
      secrets: flag("enableSecretMutable"),
      configMaps: flag("enableConfigMapMutable"),
    };
    this.force = flag("enablePatchForce");
    this.connected = undefined;
    this.namespace = text("namespace") ?? "default";
    // In a preview the cluster may not exist yet; only what needs it will fail.
    if (config["kubeconfig"] !== unknown && config["context"] !== unknown) {
      const api = new Api(connect(text("kubeconfig"), text("context")));
      this.namespace = text("namespace") ?? api.namespace ?? "default";
      this.connected = new Objects(api, this.namespace);
    }
  }

  secretOutputs(type: string): readonly string[] {
    return type === "kubernetes:core/v1:Secret" ? ["data", "stringData"] : [];
  }

  check(subject: Subject, olds: Values, news: Values, seed: Uint8Array) {
    return complete(subject, olds, news, this.namespace, seed);
  }

  diff(_subject: Subject, _state: State, olds: Values, news: Values) {
    const same = (path: string[]) => at(olds, path) === at(news, path);
    const sameName = same(["metadata", "name"]) && same(["metadata", "namespace"]);
    return {
      changes: changes(olds, news),
      replaces: (change: Parameters<typeof needsReplacement>[0]) =>
        needsReplacement(change, olds, news, this.mutability),
      // Two of one name cannot stand side by side.
      deleteBeforeReplace: sameName && same(["kind"]) && !isAutonamed(news),
    };
  }

  async create(subject: Subject, inputs: Values, call: Call): Promise<State> {
    if (call.preview) {
      return { id: unknown, outputs: previewed(inputs, undefined) };
    }
    const reference = this.objects.referenceTo(inputs);
    const there = await this.objects.get(reference);
    if (there !== undefined) {
      throw new Error(
        `${nameOf(reference)} already exists and is not managed by this stack (AlreadyExists)`,
      );
    }
    const hash = crypto.createHash("sha256").update(subject.urn).digest("hex").slice(0, 8);
    return this.apply(inputs, `pulumi-kubernetes-${hash}`, bodyOf(inputs), call);
  }

  async read(subject: Subject, state: State, inputs: Values) {
    const [name = "", namespace] = state.id.split("/").reverse();
    const kind = { ...kindOfType(subject.type), ...kindIn(state.outputs) };
    const live = await this.objects.get({ ...kind, name, namespace });
    if (live === undefined) {
      return undefined;
    }
    const manager = state.outputs[fieldManager] ?? null;
    const known = Object.keys(inputs).length > 0;
    return {
      state: { id: state.id, outputs: { ...outputsOf(live, inputs), [fieldManager]: manager } },
      inputs: known ? inputs : { ...kind, metadata: { name, ...(namespace && { namespace }) } },
    };
  }

  async update(_subject: Subject, state: State, _olds: Values, news: Values, call: Call) {
    if (call.preview) {
      return previewed(news, state.outputs);
    }
    const body = bodyOf(news);
    const live =
      call.ignoreChanges.length === 0
        ? undefined
        : await this.objects.get(this.objects.referenceTo(news));
    const manager = String(state.outputs[fieldManager] ?? "pulumi-kubernetes");
    const kept = live === undefined ? body : keepIgnored(body, live, call.ignoreChanges);
    return (await this.apply(news, manager, kept, call)).outputs;
  }

  async delete(_subject: Subject, state: State, call: Call): Promise<void> {
    const reference = this.objects.referenceTo(state.outputs);
    const policy = annotationOf(state.outputs, "pulumi.com/deletionPropagationPolicy");
    const propagation =
      { background: "Background", orphan: "Orphan" }[policy ?? ""] ?? "Foreground";
    if (await this.objects.delete(reference, propagation)) {
      const uid = metadataOf(state.outputs)["uid"];
      await untilGone(this.objects, reference, typeof uid === "string" ? uid : undefined, call);
    }
  }

  private async apply(inputs: Values, manager: string, body: Values, call: Call): Promise<State> {
    const force = this.force || annotationOf(inputs, "pulumi.com/patchForce") === "true";
    const wanted = this.objects.referenceTo(inputs);
    const applied = await this.objects
      .apply(body, manager, force, call.timeoutSeconds)
      .catch((error: unknown) => {
        const why = error instanceof Error ? error.message : String(error);
        throw new Error(`${nameOf(wanted)} was refused: ${why}`);
      });
    const reference: Reference = this.objects.referenceTo(applied);
    const id = [reference.namespace, reference.name].filter((part) => part !== undefined).join("/");
    const stateOf = (live: Values): State => ({
      id,
      outputs: { ...outputsOf(live, inputs), [fieldManager]: manager },
    });
    // Whatever goes wrong from here on, the object is there: the engine has to keep its state.
    const readiness = await untilReady(this.objects, reference, applied, call).catch(
      (error: unknown) => {
        throw new NotReady(stateOf(applied), [`${nameOf(reference)}: ${String(error)}`]);
      },
    );
    if (!readiness.ready) {
      throw new NotReady(stateOf(readiness.object), readiness.reasons);
    }
    return stateOf(readiness.object);
  }

  private get objects(): Objects {
    if (this.connected === undefined) {
      throw new Error("the provider's kubeconfig is not known yet");
    }
    return this.connected;
  }
}

function kindIn(outputs: Values): { apiVersion: string; kind: string } | undefined {
  const text = (value: Value | undefined) => (typeof value === "string" ? value : undefined);
  const [apiVersion, kind] = [text(outputs["apiVersion"]), text(outputs["kind"])];
  return apiVersion === undefined || kind === undefined ? undefined : { apiVersion, kind };
}
