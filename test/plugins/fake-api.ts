// A very small API server on loopback: discovery, server-side apply of whole objects, get, delete.
import * as http from "node:http";
import type { AddressInfo } from "node:net";
import { isObject, type Values } from "../../lab/plugins/protocol/values";

const resources: Record<string, [plural: string, kind: string, namespaced: boolean][]> = {
  "/api/v1": [
    ["namespaces", "Namespace", false],
    ["secrets", "Secret", true],
    ["configmaps", "ConfigMap", true],
    ["services", "Service", true],
    ["pods", "Pod", true],
    ["events", "Event", true],
  ],
  "/apis/apps/v1": [
    ["deployments", "Deployment", true],
    ["deployments/status", "Deployment", true],
    ["statefulsets", "StatefulSet", true],
  ],
  "/apis/example.com/v1": [["things", "Thing", true]],
};

export class FakeApi {
  readonly objects = new Map<string, Values>();
  /** Method, path and query of the calls that change something. */
  readonly calls: { method: string; path: string; query: URLSearchParams; body: Values }[] = [];
  /** What a controller would write when an object of the kind is applied. */
  readonly status: Record<string, Values> = {};
  /** The server's words, where it refuses the next apply. */
  refusal: string | undefined;
  private readonly server: http.Server;

  constructor() {
    this.server = http.createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on("data", (chunk: Buffer) => chunks.push(chunk));
      request.on("end", () => {
        const text = Buffer.concat(chunks).toString();
        const body: Values = text === "" ? {} : JSON.parse(text);
        const url = new URL(request.url ?? "/", "http://fake");
        const [code, answer] = this.answer(request.method ?? "GET", url, body);
        response.writeHead(code, { "content-type": "application/json" });
        response.end(JSON.stringify(answer));
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

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }

  private answer(method: string, { pathname: path, searchParams }: URL, body: Values) {
    if (method !== "GET") {
      this.calls.push({ method, path, query: searchParams, body });
    }
    switch (method) {
      case "PATCH":
        return this.apply(path, body);
      case "DELETE":
        return this.objects.delete(path) ? found({}) : missing(path);
      default:
        return this.get(path);
    }
  }

  private get(path: string): [number, Values] {
    const kinds = resources[path];
    if (kinds !== undefined) {
      const list = kinds.map(([name, kind, namespaced]) => ({ name, kind, namespaced }));
      return found({ resources: list });
    }
    const object = this.objects.get(path);
    if (object !== undefined) {
      return found(object);
    }
    const collection = Object.values(resources)
      .flat()
      .some(([plural]) => path.endsWith(`/${plural}`));
    const below = [...this.objects].filter(([key]) => key.startsWith(`${path}/`));
    return collection ? found({ items: below.map(([, item]) => item) }) : missing(path);
  }

  private apply(path: string, body: Values): [number, Values] {
    if (this.refusal !== undefined) {
      const message = this.refusal;
      this.refusal = undefined;
      return [409, { kind: "Status", reason: "Conflict", message }];
    }
    const before = this.objects.get(path)?.["metadata"];
    const generation = Number(isObject(before) ? before["generation"] : 0) + 1;
    const metadata = isObject(body["metadata"]) ? body["metadata"] : {};
    const object: Values = {
      ...body,
      metadata: { ...metadata, uid: path, generation, managedFields: [] },
      status: this.status[String(body["kind"])] ?? {},
    };
    this.objects.set(path, object);
    return found(object);
  }
}

function found(object: Values): [number, Values] {
  return [200, object];
}

function missing(path: string): [number, Values] {
  return [404, { kind: "Status", reason: "NotFound", message: `${path} not found` }];
}
