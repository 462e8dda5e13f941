// A very small API server on loopback: discovery, create, server-side apply of whole objects, watch.
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import * as yaml from "yaml";
import { at, isObject, type Values } from "../../../lab/plugins/protocol/values";
import { collections, discovery, openApi } from "./kinds";
import { fieldsOf, FakeStore, generationOf } from "./store";

type Answer = [status: number, body: Values | Buffer];

export interface ApiCall {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: Values;
}

interface Refusal {
  readonly code: number;
  readonly reason: string;
  readonly message: string;
  readonly details?: Values;
}

export class FakeApi {
  readonly store = new FakeStore();
  /** The calls that change something, without dry runs. */
  readonly calls: ApiCall[] = [];
  readonly dryRuns: ApiCall[] = [];
  /** What a controller does when an object of its kind was written. */
  readonly controllers: Record<string, (path: string, object: Values) => void> = {};
  /** The server's answer to the next write of an object, where it refuses that. */
  refusal: Refusal | undefined;
  private readonly server: http.Server;

  constructor() {
    this.server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const url = new URL(request.url ?? "/", "http://fake");
        if (url.searchParams.get("watch") === "true") {
          const initial = url.searchParams.get("sendInitialEvents") === "true";
          this.store.watch(url.pathname, initial, response);
          return;
        }
        // The official plugin applies YAML, of which JSON is a part.
        const body: unknown = text === "" ? {} : yaml.parse(text);
        const patch = request.headers["content-type"] ?? "";
        const [code, answer] = this.answer(request.method ?? "GET", url, body, patch);
        const binary = Buffer.isBuffer(answer);
        const type = binary
          ? "application/com.github.proto-openapi.spec.v2.v1.0+protobuf"
          : "application/json";
        response.writeHead(code, { "content-type": type });
        response.end(binary ? answer : JSON.stringify(answer));
      });
    });
  }

  /** Gives a kubeconfig for it. */
  async start(): Promise<string> {
    await new Promise<void>((resolve) => this.server.listen(0, "127.0.0.1", resolve));
    const { port } = this.server.address() as AddressInfo;
    return JSON.stringify({
      "current-context": "fake",
      contexts: [{ name: "fake", context: { cluster: "fake", user: "fake" } }],
      clusters: [{ name: "fake", cluster: { server: `http://127.0.0.1:${port}` } }],
      users: [{ name: "fake", user: {} }],
    });
  }

  /** As new, for the next test. */
  reset(): void {
    this.store.clear();
    this.calls.length = 0;
    this.dryRuns.length = 0;
    this.refusal = undefined;
    Object.keys(this.controllers).forEach((kind) => delete this.controllers[kind]);
  }

  /** Whose fields the object has. */
  owners(path: string): string[] {
    const entries = at(this.store.get(path), ["metadata", "managedFields"]);
    return (Array.isArray(entries) ? entries : []).map(
      (entry) => `${String(at(entry, ["manager"]))} ${String(at(entry, ["operation"]))}`,
    );
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(method: string, url: URL, body: unknown, type: string): Answer {
    const { pathname: path, searchParams: query } = url;
    if (method === "GET") {
      return this.read(path);
    }
    const dryRun = query.has("dryRun") || at(asValues(body), ["dryRun"]) !== undefined;
    if (type.includes("json-patch")) {
      return this.patch(path, body);
    }
    (dryRun ? this.dryRuns : this.calls).push({ method, path, query, body: asValues(body) });
    if (method === "DELETE") {
      return this.store.delete(path) ? [200, { kind: "Status" }] : missing(path);
    }
    if (this.refusal !== undefined) {
      const { code, ...status } = this.refusal;
      this.refusal = undefined;
      return [code, { kind: "Status", status: "Failure", code, ...status }];
    }
    const object = asValues(body);
    const name = String(at(object, ["metadata", "name"]));
    if (method === "POST" && this.store.get(`${path}/${name}`) !== undefined) {
      const message = `${path.split("/").pop()} "${name}" already exists`;
      return [
        409,
        { kind: "Status", status: "Failure", reason: "AlreadyExists", message, code: 409 },
      ];
    }
    const target = method === "POST" ? `${path}/${name}` : path;
    const written = this.written(target, object, query.get("fieldManager") ?? "", method);
    return [200, dryRun ? written : this.keep(target, written)];
  }

  private read(path: string): Answer {
    if (path === "/openapi/v2") {
      return [200, openApi()];
    }
    const found = discovery(path) ?? this.store.get(path);
    if (found !== undefined) {
      return [200, found];
    }
    const metadata = { resourceVersion: this.store.resourceVersion };
    return collections.some((plural) => path.endsWith(`/${plural}`))
      ? [200, { kind: "List", apiVersion: "v1", metadata, items: this.store.list(path) }]
      : missing(path);
  }

  /** Takes what only changes the owners of fields. */
  private patch(path: string, operations: unknown): Answer {
    const before = this.store.get(path);
    if (before === undefined) {
      return missing(path);
    }
    const list: Values[] = Array.isArray(operations) ? operations : [];
    const owners = list.find((operation) => operation["path"] === "/metadata/managedFields");
    const managedFields = owners?.["value"] ?? [];
    return [
      200,
      this.store.put(path, { ...before, metadata: { ...metadataOf(before), managedFields } }),
    ];
  }

  /** What is applied is the whole object: what it does not name goes, but for the status. */
  private written(path: string, object: Values, manager: string, method: string): Values {
    const before = this.store.get(path);
    const { spec, data, metadata } = object;
    const fieldsV1 = fieldsOf({ ...(spec && { spec }), ...(data && { data }), metadata: {} });
    const operation = method === "PATCH" ? "Apply" : "Update";
    const owner = { manager, operation, apiVersion: object["apiVersion"] ?? "", fieldsV1 };
    return {
      ...object,
      metadata: {
        ...(isObject(metadata) ? metadata : {}),
        generation: generationOf(before) + 1,
        managedFields: [{ ...owner, fieldsType: "FieldsV1" }],
      },
      ...(before?.["status"] === undefined ? {} : { status: before["status"] }),
    };
  }

  private keep(path: string, object: Values): Values {
    const stored = this.store.put(path, object);
    const controller = this.controllers[String(object["kind"])];
    // A controller is always a little later than the answer.
    setTimeout(() => controller?.(path, this.store.get(path) ?? stored), 5);
    return stored;
  }
}

function asValues(body: unknown): Values {
  return Array.isArray(body) ? {} : (body as Values);
}

function metadataOf(object: Values): Values {
  return isObject(object["metadata"]) ? object["metadata"] : {};
}

function missing(path: string): Answer {
  const [name = "", kind = ""] = path.split("/").reverse();
  const message = `${kind} "${name}" not found`;
  return [404, { kind: "Status", status: "Failure", reason: "NotFound", message, code: 404 }];
}
