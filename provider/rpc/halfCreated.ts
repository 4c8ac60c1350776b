import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Call } from "./call";
import type { HalfCreatedError } from "./errors";
import { failure, type Failure } from "./failure";
import { encodeProperties } from "./wire";

/** Packs a half-created resource into the details of a gRPC status, where the engine looks for it. */
export function halfCreated(error: HalfCreatedError, call: Call): Failure {
  const detail = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(encodeProperties(error.outputs, "known"))
    .setReasonsList(error.reasons.map((reason) => call.redact(reason)));
  // Read alone may change inputs.
  if (call.rpc === "Read") detail.setInputs(encodeProperties(error.inputs, "known"));
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = "the resource exists but is not finished";
  const packed = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([any]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(packed.serializeBinary()));
  return { ...failure(status.UNKNOWN, message), metadata };
}
