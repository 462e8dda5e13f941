// The little of the engine's own service that a plugin or a program calls: what it has to say in words.
import * as grpc from "@grpc/grpc-js";
import * as service from "@pulumi/pulumi/proto/engine_grpc_pb";
import { LogSeverity, type LogRequest } from "@pulumi/pulumi/proto/engine_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";

export interface Host {
  readonly address: string;
  readonly stop: () => void;
}

export interface Said {
  /** `DEBUG`, `INFO`, `WARNING` or `ERROR`. */
  readonly severity: string;
  readonly message: string;
}

export async function startHost(hear: (said: Said) => void = () => undefined): Promise<Host> {
  const server = new grpc.Server();
  const severities = new Map(Object.entries(LogSeverity).map(([name, number]) => [number, name]));
  const log: grpc.handleUnaryCall<LogRequest, Empty> = ({ request }, done) => {
    const severity = severities.get(request.getSeverity()) ?? "";
    hear({ severity, message: request.getMessage() });
    done(null, new Empty());
  };
  server.addService({ log: service.EngineService.log }, { log });
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, bound) =>
      error === null ? resolve(bound) : reject(error),
    ),
  );
  return { address: `127.0.0.1:${String(port)}`, stop: () => server.forceShutdown() };
}
