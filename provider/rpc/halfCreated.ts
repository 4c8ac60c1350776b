import { Metadata, status } from "@grpc/grpc-js";
import { ErrorResourceInitFailed } from "@pulumi/pulumi/proto/provider_pb";
import { Status } from "@pulumi/pulumi/proto/status_pb";
import { Any } from "google-protobuf/google/protobuf/any_pb";
import type { Call } from "./call";
import type { HalfCreatedError } from "./errors";
import { failure, type Failure } from "./grpcFailure";
import type { PropertyMap } from "./values";
import { encodeProperties } from "./wire";

// Details travel as one HTTP/2 header of at most 64 KiB in base64, so 48 KiB. A longer one is never sent: the engine would wait for
// ever, and the resource would be lost. All figures are bytes.
const ROOM = 48_000;
const ROOM_FOR_REASONS = 16_000;
const ROOM_FOR_NAMES = 1_000;

/** Packs a half-created resource into the details of a gRPC status, where the engine looks for it. */
export function halfCreated(error: HalfCreatedError, call: Call): Failure {
  const reasons = fitReasons(error.reasons.map((reason) => call.redact(reason)));
  const { kept, leftOut } = fitProperties(error.outputs, ROOM - size(reasons) - 2 * ROOM_FOR_NAMES - size([error.id]));
  if (leftOut.length > 0) {
    reasons.push(cut(`Too large to keep before the resource is finished: ${leftOut.join(", ")}.`, ROOM_FOR_NAMES));
  }
  const detail = new ErrorResourceInitFailed()
    .setId(error.id)
    .setProperties(encodeProperties(kept, "known"))
    .setReasonsList(reasons);
  // Read alone may change inputs. It needs all of them or none: without any, the engine keeps those it has.
  const inputs = encodeProperties(error.inputs, "known");
  const room = ROOM - detail.serializeBinary().length - ROOM_FOR_NAMES;
  if (call.rpc === "Read" && inputs.serializeBinary().length <= room) detail.setInputs(inputs);
  return withDetail(detail);
}

function withDetail(detail: ErrorResourceInitFailed): Failure {
  const any = new Any();
  any.pack(detail.serializeBinary(), "pulumirpc.ErrorResourceInitFailed");
  const message = "the resource exists but is not finished";
  const packed = new Status().setCode(status.UNKNOWN).setMessage(message).setDetailsList([any]);
  const metadata = new Metadata();
  metadata.set("grpc-status-details-bin", Buffer.from(packed.serializeBinary()));
  return { ...failure(status.UNKNOWN, message), metadata };
}

/** As many properties as there is room for, the small ones first. */
function fitProperties(properties: PropertyMap, room: number): { kept: PropertyMap; leftOut: string[] } {
  const sized = Object.entries(properties)
    .map(([name, value]) => ({ name, value, bytes: encodeProperties({ [name]: value }).serializeBinary().length }))
    .sort((a, b) => a.bytes - b.bytes);
  let used = 0;
  const fitting = sized.filter(({ bytes }) => (used += bytes) <= room);
  return {
    kept: Object.fromEntries(fitting.map(({ name, value }) => [name, value])),
    leftOut: sized.slice(fitting.length).map(({ name }) => name),
  };
}

/** The first reasons, whole as long as there is room. */
function fitReasons(reasons: readonly string[]): string[] {
  const fitting: string[] = [];
  let room = ROOM_FOR_REASONS;
  for (const reason of reasons) {
    if (room <= 0) break;
    fitting.push(cut(reason, room));
    room -= size([reason]);
  }
  return fitting;
}

function cut(text: string, bytes: number): string {
  const whole = Buffer.from(text);
  return whole.length <= bytes ? text : `${whole.subarray(0, bytes).toString()} … (shortened)`;
}

/** The bytes that texts take, with some for the tag of each. */
function size(texts: readonly string[]): number {
  return texts.reduce((sum, text) => sum + Buffer.byteLength(text) + 8, 0);
}
