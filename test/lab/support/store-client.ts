// A StoreAPI client: health and info, by gRPC over mutual TLS.
import * as path from "node:path";
import * as grpc from "@grpc/grpc-js";
import * as protoLoader from "@grpc/proto-loader";
import { z } from "zod";
import type { Identity } from "./certificates";

const protos = protoLoader.loadSync(
  ["info.proto", "health.proto"].map((file) => path.join(__dirname, file)),
  { enums: String, defaults: true },
);

/** A method of a service in the loaded files. */
function method(service: string, name: string): protoLoader.MethodDefinition<object, object> {
  const found = protos[service];
  if (found === undefined || "format" in found || found[name] === undefined) {
    throw new Error(`there is no ${service}/${name}`);
  }
  return found[name];
}

export interface Caller {
  readonly address: string;
  readonly serverName: string;
  readonly serverCa: string;
  /** None for a caller without a certificate. */
  readonly identity: Identity | undefined;
  /** Whether it speaks without TLS. */
  readonly plain?: true;
}

const SECONDS = 10;

function clientOf({ address, serverName, serverCa, identity, plain }: Caller): grpc.Client {
  const credentials =
    plain === true
      ? grpc.credentials.createInsecure()
      : grpc.credentials.createSsl(
          Buffer.from(serverCa),
          identity === undefined ? null : Buffer.from(identity.key),
          identity === undefined ? null : Buffer.from(identity.cert),
        );
  return new grpc.Client(address, credentials, {
    ...(plain === true ? {} : { "grpc.ssl_target_name_override": serverName }),
    "grpc.default_authority": serverName,
    // A client of its own each time: channels are shared otherwise, also by callers who differ.
    "grpc.use_local_subchannel_pool": 1,
  });
}

/** Calls a method; rejects with grpc's ServiceError. */
function call(caller: Caller, service: string, name: string, request = {}): Promise<unknown> {
  const client = clientOf(caller);
  const { path: url, requestSerialize, responseDeserialize } = method(service, name);
  const deadline = new Date(Date.now() + SECONDS * 1000);
  return new Promise<unknown>((resolve, reject) => {
    client.makeUnaryRequest(
      url,
      requestSerialize,
      responseDeserialize,
      request,
      new grpc.Metadata(),
      { deadline },
      (error, value) => (error === null ? resolve(value) : reject(error)),
    );
  }).finally(() => client.close());
}

const health = z.object({ status: z.string() });

export const healthOf = async (caller: Caller): Promise<string> =>
  health.parse(await call(caller, "grpc.health.v1.Health", "Check")).status;

/** Health of a service with a name of this many bytes, which requires that the whole request arrives. */
export const healthOfName = (caller: Caller, bytes: number): Promise<unknown> =>
  call(caller, "grpc.health.v1.Health", "Check", { service: "x".repeat(bytes) });

/** A stream that says once how the server is, and then nothing for as long as nothing changes. */
export class QuietStream {
  readonly said: unknown[] = [];
  /** Why it ended; undefined while it has not. */
  ended: string | undefined;
  private readonly client: grpc.Client;
  private readonly call: grpc.ClientReadableStream<unknown>;

  constructor(caller: Caller) {
    this.client = clientOf(caller);
    const {
      path: url,
      requestSerialize,
      responseDeserialize,
    } = method("grpc.health.v1.Health", "Watch");
    this.call = this.client
      .makeServerStreamRequest(url, requestSerialize, responseDeserialize, {})
      .on("data", (value: unknown) => this.said.push(value))
      .on("error", (error: Error) => (this.ended ??= String(error)))
      .on("end", () => (this.ended ??= "ended"));
  }

  /** The client alone would leave the call open, and a server that stops would wait for it. */
  close(): void {
    this.call.cancel();
    this.client.close();
  }
}

const info = z.object({
  labelSets: z.array(
    z.object({ labels: z.array(z.object({ name: z.string(), value: z.string() })) }),
  ),
});

/** The values of the `cluster` label that a store announces. */
export async function clustersOf(caller: Caller): Promise<string[]> {
  const { labelSets } = info.parse(await call(caller, "thanos.info.Info", "Info"));
  const values = labelSets.flatMap(({ labels }) =>
    labels.filter(({ name }) => name === "cluster").map(({ value }) => value),
  );
  return [...new Set(values)].sort();
}
