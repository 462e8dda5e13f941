// Starts a plugin's gRPC server on loopback and prints its port for the engine.
import * as grpc from "@grpc/grpc-js";

export function serve(
  service: grpc.ServiceDefinition,
  implementation: grpc.UntypedServiceImplementation,
): void {
  const server = new grpc.Server({
    "grpc.max_receive_message_length": -1,
    "grpc.max_send_message_length": -1,
  });
  server.addService(service, implementation);
  server.bindAsync("127.0.0.1:0", grpc.ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) {
      throw error;
    }
    // The engine reads the port from the first line, and treats all other output as messages.
    process.stdout.write(`${port}\n`);
  });
  // The engine interrupts a plugin that it no longer needs, and waits five seconds for it to exit.
  process.on("SIGINT", () => process.exit());
  // Exit if the engine was killed, since it cannot stop its plugins then.
  const engine = process.ppid;
  setInterval(() => process.ppid !== engine && process.exit(), 2000).unref();
}

export function unary<Request, Response>(
  answer: (request: Request) => Promise<Response> | Response,
): grpc.handleUnaryCall<Request, Response> {
  return (call, callback) => {
    void (async () => answer(call.request))().then(
      (response) => callback(null, response),
      (error: unknown) => callback(asStatus(error)),
    );
  };
}

function asStatus(error: unknown): Partial<grpc.StatusObject> {
  if (isStatus(error)) {
    return error;
  }
  const details = error instanceof Error ? error.message : String(error);
  return { code: grpc.status.UNKNOWN, details };
}

function isStatus(error: unknown): error is Partial<grpc.StatusObject> {
  return typeof error === "object" && error !== null && "metadata" in error;
}
