import type { handleServerStreamingCall, handleUnaryCall } from "@grpc/grpc-js";
import type { IResourceProviderServer } from "@pulumi/pulumi/proto/provider_grpc_pb";
import type { Session } from "./call";
import { unimplemented } from "./grpcFailure";
import { attach, cancel, handshake, packageCalls, pluginInfo } from "./packageCalls";
import { resourceCalls } from "./resourceCalls";

/** The whole `ResourceProvider` service of Pulumi's protocol. */
export function resourceProviderService(session: Session): IResourceProviderServer {
  const { name } = session.provider;
  return {
    handshake: immediate(session, handshake),
    attach: immediate(session, attach),
    cancel: immediate(session, cancel),
    getPluginInfo: immediate(session, pluginInfo),
    ...packageCalls(session),
    ...resourceCalls(session),
    parameterize: absent(`${name} is not a parameterized package`),
    construct: absent(`${name} has no component resources in its plugin`),
    call: absent(`${name} has no resources with methods`),
    list: absentStream(`${name} does not list resources`),
  };
}

/** A method that is answered at once, also after a Cancel. */
function immediate<Request, Response>(
  session: Session,
  answer: (session: Session, request: Request) => Response,
): handleUnaryCall<Request, Response> {
  return ({ request }, callback) => {
    callback(null, answer(session, request));
  };
}

function absent<Request, Response>(message: string): handleUnaryCall<Request, Response> {
  return (_call, callback) => {
    callback(unimplemented(message));
  };
}

function absentStream<Request, Response>(message: string): handleServerStreamingCall<Request, Response> {
  return (call) => {
    call.emit("error", unimplemented(message));
  };
}
