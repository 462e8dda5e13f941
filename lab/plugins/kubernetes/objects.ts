// Gets, applies and deletes objects of any kind, by discovery and server-side apply.
import * as timers from "node:timers/promises";
import { at, isObject, type Value, type Values } from "../protocol/values";
import { ApiError, type Api } from "./api";
import { metadataOf } from "./kinds";

export interface Reference {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

interface WriteOptions {
  readonly fieldManager: string;
  readonly dryRun: boolean;
}

/** In seconds. */
const patience = 10;

class NoSuchKind extends Error {
  constructor({ kind, apiVersion }: Reference) {
    const where = `${kind} in version ${apiVersion}`;
    super(`no matches for kind ${where}: is its CustomResourceDefinition installed?`);
  }
}

export function isMissing(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

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

  /** URL path of the object; undefined if the server does not have the kind. */
  async path(reference: Reference, patience = 0): Promise<string | undefined> {
    const found = await this.collection(reference, patience);
    return found === undefined ? undefined : `${found}/${encodeURIComponent(reference.name)}`;
  }

  async get(reference: Reference): Promise<Values | undefined> {
    const path = await this.path(reference);
    return path === undefined ? undefined : this.api.get(path);
  }

  /** Undefined if the server does not have the kind. */
  async isNamespaced(apiVersion: string, kind: string): Promise<boolean | undefined> {
    return (await this.discover(rootOf(apiVersion), kind, 0))?.namespaced;
  }

  /** Retries, since the program may have created the kind or namespace only moments ago. */
  async create(object: Values, options: WriteOptions, timeoutSeconds = patience): Promise<Values> {
    const reference = this.referenceTo(object);
    const end = Date.now() + Math.min(timeoutSeconds, patience) * 1000;
    const collection = await this.collection(reference, (end - Date.now()) / 1000);
    if (collection === undefined) {
      throw new NoSuchKind(reference);
    }
    for (;;) {
      try {
        return await this.api.call("POST", `${collection}?${queryOf(options)}`, object);
      } catch (error) {
        if (!isMissing(error) || options.dryRun || Date.now() >= end) {
          throw error;
        }
        await timers.setTimeout(1000);
      }
    }
  }

  async apply(object: Values, force: boolean, options: WriteOptions): Promise<Values> {
    const query = `${queryOf(options)}&force=${String(force)}`;
    const type = "application/apply-patch+yaml";
    return this.api.call("PATCH", `${await this.pathOrFail(object)}?${query}`, object, type);
  }

  async replace(object: Values, options: WriteOptions): Promise<Values> {
    return this.api.call("PUT", `${await this.pathOrFail(object)}?${queryOf(options)}`, object);
  }

  async patch(object: Values, operations: Value[]): Promise<Values> {
    const path = await this.pathOrFail(object);
    return this.api.call("PATCH", path, operations, "application/json-patch+json");
  }

  /** False if the object did not exist. */
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
      if (isMissing(error)) {
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

  private async pathOrFail(object: Values): Promise<string> {
    const reference = this.referenceTo(object);
    const path = await this.path(reference);
    if (path === undefined) {
      throw new NoSuchKind(reference);
    }
    return path;
  }

  private async collection(reference: Reference, patience: number): Promise<string | undefined> {
    const root = rootOf(reference.apiVersion);
    const known = await this.discover(root, reference.kind, patience);
    if (known === undefined) {
      return undefined;
    }
    const namespace = encodeURIComponent(reference.namespace ?? this.defaultNamespace);
    return `${root}${known.namespaced ? `/namespaces/${namespace}` : ""}/${known.plural}`;
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

function rootOf(apiVersion: string): string {
  return apiVersion.includes("/") ? `/apis/${apiVersion}` : `/api/${apiVersion}`;
}

/** Unknown fields are errors, where the official plugin drops them. */
function queryOf({ fieldManager, dryRun }: WriteOptions): URLSearchParams {
  const query = { fieldManager, fieldValidation: "Strict" };
  return new URLSearchParams(dryRun ? { ...query, dryRun: "All" } : query);
}
