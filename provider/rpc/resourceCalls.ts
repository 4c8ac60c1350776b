import {
  CheckResponse,
  CreateResponse,
  ReadResponse,
  UpdateResponse,
  type CheckRequest,
  type CreateRequest,
  type DeleteRequest,
  type DiffRequest,
  type DiffResponse,
  type ReadRequest,
  type UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import type { Call, Session } from "./call";
import { wireFailures } from "./checkFailures";
import { diffResponse } from "./diffResponse";
import type { ResourceCall, ResourceHandler } from "./provider";
import { resourceUnary } from "./unary";
import { encodeProperties } from "./wire";

/** The methods that handle one resource. */
export function resourceCalls(session: Session) {
  return {
    check: resourceUnary(session, "Check", check),
    diff: resourceUnary(session, "Diff", diff),
    create: resourceUnary(session, "Create", create),
    read: resourceUnary(session, "Read", read),
    update: resourceUnary(session, "Update", update),
    delete: resourceUnary(session, "Delete", remove),
  };
}

async function check(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: CheckRequest,
): Promise<CheckResponse> {
  const olds = call.properties(request.getOlds());
  const news = call.properties(request.getNews());
  const checked = await handler.check({
    ...resource,
    // The engine sends an empty object for a resource that is new to it.
    olds: Object.keys(olds).length === 0 ? undefined : olds,
    news,
    randomSeed: request.getRandomseed_asU8(),
  });
  return new CheckResponse()
    .setInputs(encodeProperties(checked.inputs))
    .setFailuresList(wireFailures(checked.failures, news, (text) => call.redact(text)));
}

async function diff(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: DiffRequest,
): Promise<DiffResponse> {
  return diffResponse(
    await handler.diff({
      ...resource,
      id: request.getId(),
      oldInputs: call.properties(request.getOldInputs()),
      oldOutputs: call.properties(request.getOlds()),
      news: call.properties(request.getNews()),
      ignoreChanges: request.getIgnorechangesList(),
    }),
  );
}

async function create(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: CreateRequest,
): Promise<CreateResponse> {
  const preview = request.getPreview();
  const { id, outputs } = await handler.create({
    ...resource,
    inputs: call.properties(request.getProperties()),
    preview,
    timeoutSeconds: request.getTimeout(),
  });
  return new CreateResponse().setId(id).setProperties(encodeProperties(outputs, preview ? "any" : "known"));
}

async function read(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: ReadRequest,
): Promise<ReadResponse> {
  const found = await handler.read({
    ...resource,
    id: request.getId(),
    inputs: call.properties(request.getInputs()),
    outputs: call.properties(request.getProperties()),
  });
  // An answer without an id says that the resource is gone.
  if (found === undefined) return new ReadResponse();
  return new ReadResponse()
    .setId(found.id)
    .setInputs(encodeProperties(found.inputs, "known"))
    .setProperties(encodeProperties(found.outputs, "known"));
}

async function update(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: UpdateRequest,
): Promise<UpdateResponse> {
  const preview = request.getPreview();
  const { outputs } = await handler.update({
    ...resource,
    id: request.getId(),
    oldInputs: call.properties(request.getOldInputs()),
    oldOutputs: call.properties(request.getOlds()),
    news: call.properties(request.getNews()),
    ignoreChanges: request.getIgnorechangesList(),
    preview,
    timeoutSeconds: request.getTimeout(),
  });
  return new UpdateResponse().setProperties(encodeProperties(outputs, preview ? "any" : "known"));
}

async function remove(
  handler: ResourceHandler,
  call: Call,
  resource: ResourceCall,
  request: DeleteRequest,
): Promise<Empty> {
  await handler.delete({
    ...resource,
    id: request.getId(),
    inputs: call.properties(request.getOldInputs()),
    outputs: call.properties(request.getProperties()),
    timeoutSeconds: request.getTimeout(),
  });
  return new Empty();
}
