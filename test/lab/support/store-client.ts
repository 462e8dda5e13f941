// A StoreAPI client of the tests' own: health and info by gRPC over mutual TLS.
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
}

const SECONDS = 10;

/** Calls a method with an empty request; rejects with grpc's ServiceError. */
function call(caller: Caller, service: string, name: string): Promise<unknown> {
  const { address, serverName, serverCa, identity } = caller;
  const credentials = grpc.credentials.createSsl(
    Buffer.from(serverCa),
    identity === undefined ? null : Buffer.from(identity.key),
    identity === undefined ? null : Buffer.from(identity.cert),
  );
  const client = new grpc.Client(address, credentials, {
    "grpc.ssl_target_name_override": serverName,
    "grpc.default_authority": serverName,
  });
  const { path: url, requestSerialize, responseDeserialize } = method(service, name);
  const deadline = new Date(Date.now() + SECONDS * 1000);
  return new Promise<unknown>((resolve, reject) => {
    client.makeUnaryRequest(
      url,
      requestSerialize,
      responseDeserialize,
      {},
      new grpc.Metadata(),
      { deadline },
      (error, value) => (error === null ? resolve(value) : reject(error)),
    );
  }).finally(() => client.close());
}

const health = z.object({ status: z.string() });

export const healthOf = async (caller: Caller): Promise<string> =>
  health.parse(await call(caller, "grpc.health.v1.Health", "Check")).status;

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
