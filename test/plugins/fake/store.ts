// The objects of the fake API server: versions, owners of fields, and their watchers.
import type * as http from "node:http";
import { at, isObject, type Value, type Values } from "../../../lab/plugins/protocol/values";

interface Watch {
  readonly collection: string;
  readonly response: http.ServerResponse;
}

/** `/api/v1/namespaces/ns/pods`, and `/api/v1/pods` for all namespaces. */
export function isIn(collection: string, path: string): boolean {
  const folder = path.slice(0, path.lastIndexOf("/"));
  return folder === collection || folder.replace(/\/namespaces\/[^/]+(?=\/)/, "") === collection;
}

export class FakeStore {
  private readonly objects = new Map<string, Values>();
  private readonly watches = new Set<Watch>();
  private version = 1;

  get(path: string): Values | undefined {
    return this.objects.get(path);
  }

  list(collection: string): Values[] {
    return [...this.objects].filter(([path]) => isIn(collection, path)).map(([, object]) => object);
  }

  get size(): number {
    return this.objects.size;
  }

  get resourceVersion(): string {
    return String(this.version);
  }

  /** Sets the fields that every API server sets, and notifies the watchers. */
  put(path: string, object: Values): Values {
    const before = this.objects.get(path);
    const metadata = isObject(object["metadata"]) ? object["metadata"] : {};
    this.version += 1;
    const stored: Values = {
      ...object,
      metadata: { uid: `uid-of-${path}`, ...metadata, resourceVersion: this.resourceVersion },
    };
    this.objects.set(path, stored);
    this.tell(path, before === undefined ? "ADDED" : "MODIFIED", stored);
    return stored;
  }

  delete(path: string): boolean {
    const object = this.objects.get(path);
    if (object === undefined) {
      return false;
    }
    this.objects.delete(path);
    this.version += 1;
    this.tell(path, "DELETED", object);
    return true;
  }

  clear(): void {
    [...this.objects.keys()].forEach((path) => this.delete(path));
  }

  /** A watch begins with what there is, and says where that ends when it is asked to. */
  watch(collection: string, initial: boolean, response: http.ServerResponse): void {
    const watch = { collection, response };
    response.writeHead(200, { "content-type": "application/json" });
    response.flushHeaders();
    if (initial) {
      this.list(collection).forEach((object) => send(watch, "ADDED", object));
      const annotations = { "k8s.io/initial-events-end": "true" };
      const metadata = { resourceVersion: this.resourceVersion, annotations };
      send(watch, "BOOKMARK", { kind: "Bookmark", apiVersion: "v1", metadata });
    }
    this.watches.add(watch);
    response.on("close", () => this.watches.delete(watch));
  }

  private tell(path: string, type: string, object: Values): void {
    [...this.watches]
      .filter(({ collection }) => isIn(collection, path))
      .forEach((watch) => send(watch, type, object));
  }
}

function send(watch: Watch, type: string, object: Values): void {
  watch.response.write(`${JSON.stringify({ type, object })}\n`);
}

/** As metadata.managedFields names them: `{"f:spec": {"f:replicas": {}}}`. A list is one field. */
export function fieldsOf(value: Value | undefined): Values {
  return isObject(value)
    ? Object.fromEntries(
        Object.entries(value)
          .filter(([, item]) => item !== undefined)
          .map(([key, item]) => [`f:${key}`, fieldsOf(item)]),
      )
    : {};
}

export function generationOf(object: Values | undefined): number {
  return Number(at(object, ["metadata", "generation"]) ?? 0);
}
