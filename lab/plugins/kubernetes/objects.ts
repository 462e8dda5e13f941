// Finds, applies, reads and deletes objects of any kind through discovery and server-side apply.
import * as timers from "node:timers/promises";
import { at, isObject, type Values } from "../protocol/values";
import { ApiError, type Api } from "./api";
import { metadataOf } from "./kinds";

export interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

/** Seconds: a kind may be young, its definition made moments ago by the same program. */
const discoveryPatience = 10;

export class Objects {
  private readonly found = new Map<string, { plural: string; namespaced: boolean }>();

  constructor(
    readonly api: Api,
    readonly defaultNamespace: string,
  ) {}

  referenceTo(object: Values): Reference {
    const metadata = metadataOf(object);
    const namespace = metadata["namespace"];
    return {
      apiVersion: String(object["apiVersion"]),
      kind: String(object["kind"]),
      namespace: namespace === undefined || namespace === null ? undefined : String(namespace),
      name: String(metadata["name"]),
    };
  }

  /** The object's path, undefined where the server knows no such kind. */
  async path(reference: Reference, patience = 0): Promise<string | undefined> {
    const { apiVersion, kind, name } = reference;
    const root = apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
    const known = await this.discover(root, kind, patience);
    if (known === undefined) {
      return undefined;
    }
    const namespace = encodeURIComponent(reference.namespace ?? this.defaultNamespace);
    const scope = known.namespaced ? `/namespaces/${namespace}` : "";
    return `${root}${scope}/${known.plural}/${encodeURIComponent(name)}`;
  }

  async get(reference: Reference): Promise<Values | undefined> {
    const path = await this.path(reference);
    return path === undefined ? undefined : this.api.get(path);
  }

  async apply(
    object: Values,
    manager: string,
    force: boolean,
    timeoutSeconds = discoveryPatience,
  ): Promise<Values> {
    const patience = Math.min(timeoutSeconds, discoveryPatience);
    const path = await this.pathOrFail(this.referenceTo(object), patience);
    const query = new URLSearchParams({
      fieldManager: manager,
      force: String(force),
      fieldValidation: "Strict",
    });
    return this.api.call("PATCH", `${path}?${query}`, object, "application/apply-patch+yaml");
  }

  /** False when it was gone already. */
  async delete(reference: Reference, propagationPolicy: string): Promise<boolean> {
    const path = await this.path(reference);
    if (path === undefined) {
      return false;
    }
    try {
      await this.api.call("DELETE", path, {
        ...{ apiVersion: "v1", kind: "DeleteOptions", propagationPolicy },
      });
      return true;
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return false;
      }
      throw error;
    }
  }

  async list(path: string, query: Record<string, string>): Promise<Values[]> {
    const answer = await this.api.get(`${path}?${new URLSearchParams(query)}`);
    const items = answer?.["items"];
    return Array.isArray(items) ? items.filter(isObject) : [];
  }

  private async pathOrFail(reference: Reference, patience: number): Promise<string> {
    const path = await this.path(reference, patience);
    if (path === undefined) {
      throw new Error(
        `no matches for kind ${reference.kind} in version ${reference.apiVersion}:` +
          ` is its CustomResourceDefinition installed?`,
      );
    }
    return path;
  }

  private async discover(root: string, kind: string, patience: number) {
    const key = `${root} ${kind}`;
    const end = Date.now() + patience * 1000;
    while (!this.found.has(key)) {
      const resources = at(await this.api.get(root), ["resources"]);
      for (const resource of Array.isArray(resources) ? resources.filter(isObject) : []) {
        const plural = String(resource["name"]);
        if (!plural.includes("/")) {
          const namespaced = resource["namespaced"] === true;
          this.found.set(`${root} ${String(resource["kind"])}`, { plural, namespaced });
        }
      }
      if (this.found.has(key) || Date.now() >= end) {
        break;
      }
      await timers.setTimeout(1000);
    }
    return this.found.get(key);
  }
}
