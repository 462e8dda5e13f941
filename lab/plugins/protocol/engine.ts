// The little of the engine's own service that a stand-in calls: lines beside a resource.
import * as grpc from "@grpc/grpc-js";
import * as client from "@pulumi/pulumi/proto/engine_grpc_pb";
import * as messages from "@pulumi/pulumi/proto/engine_pb";

export class Engine {
  private readonly client: client.EngineClient | undefined;

  constructor(address: string | undefined) {
    this.client =
      address === undefined || address === ""
        ? undefined
        : new client.EngineClient(address, grpc.credentials.createInsecure());
  }

  /** A passing line: shown while it is true, kept nowhere. */
  progress(urn: string, message: string): void {
    const line = new messages.LogRequest()
      .setSeverity(messages.LogSeverity.INFO)
      .setUrn(urn)
      .setMessage(message)
      .setEphemeral(true);
    // A lost line is no reason to fail a resource.
    this.client?.log(line, () => undefined);
  }
}
