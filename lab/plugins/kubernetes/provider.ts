// The kubernetes provider: check the inputs, create or apply, wait until ready, return the live object.
import * as crypto from "node:crypto";
import { changes, type Change } from "../protocol/diff";
import { NotReady, type Call, type Provider, type State, type Subject } from "../protocol/provider";
import { at, hasUnknown, unknown, type Path, type Values } from "../protocol/values";
import { Api } from "./api";
import { complete, isAutonamed, kindOfType } from "./inputs";
import {
  annotationOf,
  idOf,
  isNamespaced,
  kindIn,
  metadataOf,
  needsReplacement,
  type Mutability,
} from "./kinds";
import { connect, movedKeys } from "./kubeconfig";
import { Objects } from "./objects";
import { creator, namedManager } from "./owners";
import { waitingInRefresh } from "./ready";
import { bodyOf, drifted, kept, outputsOf, secretPaths, without } from "./conversions";
import { deletesAtOnce, nameOf, notReady, untilGone, untilReady } from "./wait";
import { cannotBePreviewed, change, isForbidden, whyRefused } from "./writes";

export class KubernetesProvider implements Provider {
  readonly name = "kubernetes";
  readonly version = "4.34.2";
  private connected: Objects | undefined;
  private namespace = "default";
  private mutability: Mutability = { secrets: false, configMaps: false };
  private force = false;

  configure(config: Values): void {
    const text = (key: string) => (typeof config[key] === "string" ? config[key] : undefined);
    // The SDK sends booleans as JSON in a string.
    const flag = (key: string) => String(config[key]) === "true";
    this.mutability = {
      secrets: flag("enableSecretMutable"),
      configMaps: flag("enableConfigMapMutable"),
    };
    this.force = flag("enablePatchForce");
    this.connected = undefined;
    this.namespace = text("namespace") ?? "default";
    // In a preview the cluster may not exist yet; only operations that need it fail.
    if (config["kubeconfig"] !== unknown && config["context"] !== unknown) {
      const api = new Api(connect(text("kubeconfig"), text("context")));
      this.namespace = text("namespace") ?? api.namespace ?? "default";
      this.connected = new Objects(api, this.namespace);
    }
  }

  /** Another cluster has none of the objects, so all are replaced. */
  replacesAll(olds: Values, news: Values): readonly string[] {
    return movedKeys(olds, news);
  }

  secretOutputs(type: string, secretInputs: readonly Path[]): readonly Path[] {
    return secretPaths(type, secretInputs);
  }

  async check(subject: Subject, olds: Values, news: Values, seed: Uint8Array) {
    const namespace = (await this.hasNamespace(news)) ? this.namespace : undefined;
    return complete(subject, olds, news, namespace, seed);
  }

  async diff(_subject: Subject, _state: State, olds: Values, news: Values) {
    // A custom resource may have got a namespace before its kind's scope was known.
    const [had, has] = (await this.hasNamespace(news))
      ? [olds, news]
      : [without(olds, ["metadata", "namespace"]), without(news, ["metadata", "namespace"])];
    const same = (path: string[]) => at(had, path) === at(has, path);
    return {
      changes: changes(had, has),
      replaces: (found: Change) => needsReplacement(found, has, this.mutability),
      // Two objects with the same name cannot coexist.
      deleteBeforeReplace:
        same(["metadata", "name"]) && same(["metadata", "namespace"]) && !isAutonamed(has),
    };
  }

  async create(subject: Subject, inputs: Values, call: Call): Promise<State> {
    if (call.preview && !(await this.canPreview(inputs))) {
      return { id: unknown, outputs: inputs };
    }
    const hash = crypto.createHash("sha256").update(subject.urn).digest("hex").slice(0, 8);
    const manager = namedManager(inputs) ?? `${creator}-${hash}`;
    const options = { fieldManager: creator, dryRun: call.preview };
    let object: Values;
    try {
      object = await this.objects.create(bodyOf(inputs), options, call.timeoutSeconds);
    } catch (error) {
      if (call.preview && cannotBePreviewed(error)) {
        return { id: unknown, outputs: inputs };
      }
      throw new Error(whyRefused(nameOf(this.objects.referenceTo(inputs)), error));
    }
    if (call.preview) {
      return { id: unknown, outputs: outputsOf(without(object, ["status"]), inputs, manager) };
    }
    return this.settled(idOf(object), object, inputs, manager, call);
  }

  async read(subject: Subject, state: State, inputs: Values) {
    const [name = "", namespace] = state.id.split("/").reverse();
    const kind = { ...kindOfType(subject.type), ...kindIn(state.outputs) };
    const reference = { ...kind, name, namespace };
    const live = await this.objects.get(reference);
    if (live === undefined) {
      return undefined;
    }
    const isImport = Object.keys(inputs).length === 0;
    const found = isImport
      ? { ...kind, metadata: { name, ...(namespace && { namespace }) } }
      : drifted(inputs, state.outputs, live);
    const manager = state.outputs[kept.fieldManager] ?? null;
    const now = { id: state.id, outputs: outputsOf(live, found, manager) };
    const waiting = isImport ? undefined : waitingInRefresh(live);
    if (waiting !== undefined) {
      const head = `${nameOf(reference)} was created but is not ready: ${waiting.why}`;
      throw new NotReady(now, await notReady(this.objects, reference, head), found);
    }
    return { state: now, inputs: found };
  }

  async update(_subject: Subject, state: State, _olds: Values, news: Values, call: Call) {
    if (call.preview && !(await this.canPreview(news))) {
      return news;
    }
    const reference = this.objects.referenceTo(news);
    const live = await this.objects.get(reference);
    if (live === undefined) {
      throw new Error(`${nameOf(reference)} does not exist any more: run a refresh`);
    }
    const known = state.outputs[kept.fieldManager];
    const manager = namedManager(news) ?? (typeof known === "string" ? known : creator);
    let object: Values;
    try {
      object = await change(this.objects, live, news, manager, call, this.force);
    } catch (error) {
      if (call.preview && isForbidden(error)) {
        return news;
      }
      // As in the official plugin, the state has the new inputs and the error.
      const now = { id: state.id, outputs: outputsOf(live, news, manager) };
      throw new NotReady(now, [whyRefused(nameOf(reference), error)]);
    }
    return call.preview
      ? outputsOf(object, news, manager)
      : (await this.settled(state.id, object, news, manager, call)).outputs;
  }

  async delete(_subject: Subject, state: State, call: Call): Promise<void> {
    const reference = this.objects.referenceTo(state.outputs);
    const policy = annotationOf(state.outputs, "pulumi.com/deletionPropagationPolicy");
    const propagation =
      { background: "Background", orphan: "Orphan" }[policy ?? ""] ?? "Foreground";
    if ((await this.objects.delete(reference, propagation)) && !deletesAtOnce(state.outputs)) {
      const uid = metadataOf(state.outputs)["uid"];
      await untilGone(this.objects, reference, typeof uid === "string" ? uid : undefined, call);
    }
  }

  private async settled(
    id: string,
    object: Values,
    inputs: Values,
    manager: string,
    call: Call,
  ): Promise<State> {
    const stateOf = (live: Values): State => ({ id, outputs: outputsOf(live, inputs, manager) });
    const reference = this.objects.referenceTo(object);
    // The object exists from here on, so its state must be kept whatever fails.
    const readiness = await untilReady(this.objects, reference, object, call).catch(
      (error: unknown) => {
        throw new NotReady(stateOf(object), [`${nameOf(reference)}: ${String(error)}`]);
      },
    );
    if (!readiness.ready) {
      throw new NotReady(stateOf(readiness.object), readiness.reasons);
    }
    return stateOf(readiness.object);
  }

  /** Kinds whose scope is not known yet are assumed to be namespaced. */
  private async hasNamespace(object: Values): Promise<boolean> {
    const [apiVersion, kind] = [String(object["apiVersion"]), String(object["kind"])];
    const discovered = () => this.connected?.isNamespaced(apiVersion, kind).catch(() => undefined);
    return isNamespaced(object) ?? (await discovered()) ?? true;
  }

  private async canPreview(inputs: Values): Promise<boolean> {
    const [apiVersion, kind] = [String(inputs["apiVersion"]), String(inputs["kind"])];
    const known = () => this.connected?.isNamespaced(apiVersion, kind).catch(() => undefined);
    return !hasUnknown(inputs) && (await known()) !== undefined;
  }

  private get objects(): Objects {
    if (this.connected === undefined) {
      throw new Error("the provider's kubeconfig is not known yet");
    }
    return this.connected;
  }
}
