// Client of the engine's service, for status lines beside a resource.
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

  /** Shows an ephemeral status line, which the engine does not log. */
  progress(urn: string, message: string): void {
    const line = new messages.LogRequest()
      .setSeverity(messages.LogSeverity.INFO)
      .setUrn(urn)
      .setMessage(message)
      .setEphemeral(true);
    // Errors are ignored: losing a line must not fail the resource.
    this.client?.log(line, () => undefined);
  }
}
