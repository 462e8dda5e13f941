// Converts errors for the engine: that of a created resource that is not ready carries its state.
import * as grpc from "@grpc/grpc-js";
import * as messages from "@pulumi/pulumi/proto/provider_pb";
import * as status from "@pulumi/pulumi/proto/status_pb";
import * as any from "google-protobuf/google/protobuf/any_pb";
import { type NotReady } from "./provider";
import { toStruct, type Path, type Values } from "./values";

export function initFailed(
  error: NotReady,
  inputs: Values,
  secrets: readonly Path[],
): Partial<grpc.StatusObject> {
  const detail = new messages.ErrorResourceInitFailed();
  detail.setId(error.state.id);
  detail.setProperties(toStruct(error.state.outputs, secrets));
  detail.setInputs(toStruct(error.inputs ?? inputs, secrets));
  detail.setReasonsList([...error.reasons]);
  const packed = new any.Any();
  packed.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const code = grpc.status.UNKNOWN;
  const message = new status.Status().setCode(code).setMessage(error.message);
  message.addDetails(packed);
  const metadata = new grpc.Metadata();
  metadata.add("grpc-status-details-bin", Buffer.from(message.serializeBinary()));
  return { code, details: error.message, metadata };
}
