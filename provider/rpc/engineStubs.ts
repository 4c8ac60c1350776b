/** What only a call with something to say needs: loaded then, not at the start of the plugin. */
export { credentials, Metadata } from "@grpc/grpc-js";
export { EngineClient } from "@pulumi/pulumi/proto/engine_grpc_pb";
export { LogRequest, LogSeverity } from "@pulumi/pulumi/proto/engine_pb";
