// Calls the API server and converts its Status answers to errors with the server's message.
import * as http from "node:http";
import * as https from "node:https";
import * as timers from "node:timers/promises";
import { isObject, type Value, type Values } from "../protocol/values";
import { type Connection } from "./kubeconfig";

export class ApiError extends Error {
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
  ) {
    super(message);
  }
}

/** Statuses that the API server asks clients to retry. */
const passing = new Set([429, 503]);
const attempts = 5;

export class Api {
  private readonly agent: http.Agent;

  constructor(private readonly connection: Connection) {
    this.agent = connection.server.startsWith("https:")
      ? new https.Agent({ keepAlive: true, ...connection.tls })
      : new http.Agent({ keepAlive: true });
  }

  get namespace(): string | undefined {
    return this.connection.namespace;
  }

  /** Undefined if the object does not exist. */
  async get(path: string): Promise<Values | undefined> {
    try {
      return await this.call("GET", path);
    } catch (error) {
      if (error instanceof ApiError && error.status === 404) {
        return undefined;
      }
      throw error;
    }
  }

  async call(
    method: string,
    path: string,
    body?: Values | Value[],
    type?: string,
  ): Promise<Values> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.once(method, path, body, type ?? "application/json");
      } catch (error) {
        // Retries are safe except for POST: a second create would find the object of the first.
        const again =
          error instanceof ApiError
            ? passing.has(error.status)
            : isPassing(error, method === "POST" ? neverSent : lostConnections);
        if (!again || attempt === attempts) {
          throw error instanceof ApiError ? error : this.unreachable(error);
        }
        await timers.setTimeout(500 * attempt);
      }
    }
  }

  private once(
    method: string,
    path: string,
    body: Values | Value[] | undefined,
    type: string,
  ): Promise<Values> {
    const { token } = this.connection;
    const sent = body === undefined ? undefined : JSON.stringify(body);
    const headers = {
      accept: "application/json",
      // Without a length, Node sends the body of a DELETE unframed.
      ...(sent === undefined
        ? {}
        : { "content-type": type, "content-length": Buffer.byteLength(sent) }),
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    };
    const client = this.connection.server.startsWith("https:") ? https : http;
    return new Promise((resolve, reject) => {
      const options = { method, headers, agent: this.agent, timeout: 60_000 };
      const request = client.request(`${this.connection.server}${path}`, options, (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.on("error", reject);
        response.on("end", () => {
          const answer = decode(Buffer.concat(chunks).toString());
          const status = response.statusCode ?? 0;
          if (status >= 200 && status < 300) {
            resolve(answer);
          } else {
            reject(new ApiError(status, String(answer["reason"] ?? status), words(status, answer)));
          }
        });
      });
      request.on("timeout", () => request.destroy(new Error("no answer within 60 s")));
      request.on("error", reject);
      request.end(sent);
    });
  }

  private unreachable(error: unknown): Error {
    const why = error instanceof Error ? error.message : String(error);
    return new Error(`the API server ${this.connection.server} cannot be reached: ${why}`);
  }
}

const neverSent = new Set(["ECONNREFUSED"]);
const lostConnections = new Set([...neverSent, "ECONNRESET", "EPIPE", "ETIMEDOUT"]);

function isPassing(error: unknown, codes: ReadonlySet<string>): boolean {
  return error instanceof Error && "code" in error && codes.has(String(error.code));
}

function decode(text: string): Values {
  try {
    const value: Value = JSON.parse(text);
    return isObject(value) ? value : { message: text };
  } catch {
    return { message: text };
  }
}

function words(status: number, answer: Values): string {
  return `${String(answer["message"] ?? "").trim() || http.STATUS_CODES[status]} (HTTP ${status})`;
}
