/** What is said when a registration does not come about. */
import type { PrivateEndpoint } from "../../../pinecone";
import type { ConflictError, PineconeError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import type { Registration } from "./registration";
import { importCommand } from "./values";

type Told = Pick<Registration, "subject" | "values">;

/** Pinecone has said no for good. */
export function whyRefused({ subject, values }: Told, { id, state, stateReason }: PrivateEndpoint): string {
  const words = stateReason === undefined ? "It gives no reason." : `Its words: ${stateReason}`;
  if (state === "deleting") {
    return `PrivateEndpoint "${subject.call.name}": the registration of ${values.vpcEndpointId} (${id}) is being deleted outside Pulumi. The next \`pulumi up\` waits until it is gone, and registers the VPC endpoint anew.`;
  }
  return (
    `PrivateEndpoint "${subject.call.name}": Pinecone's registration of ${values.vpcEndpointId} in ${values.region} (${id}) is ${state}. ${words} ` +
    `It does not change any more. Remove the cause, then run \`pulumi up\`: it deletes this registration and registers the VPC endpoint anew.`
  );
}

/** The wait has ended before Pinecone was done. `end` is the message of an error when it is none of the two. */
export function whyUnfinished(
  { subject, values, patience }: Registration,
  { id, stateReason }: PrivateEndpoint,
  end: string,
): string {
  const said = stateReason === undefined ? "" : ` Pinecone says: ${stateReason}`;
  const why = {
    "out of time": `is still pending after ${patience.seconds} s.${said} \`customTimeouts\` makes the wait longer.`,
    cancelled: `was pending when the wait was cancelled.${said}`,
  }[end];
  return (
    `PrivateEndpoint "${subject.call.name}": the registration of ${values.vpcEndpointId} (${id}) ` +
    `${why ?? `is made, but Pinecone could not be asked whether it is available: ${end}`} It stays in the state, and the next \`pulumi up\` goes on waiting.`
  );
}

/** The request was sent, and no answer came. */
export function whyInDoubt({ subject, values }: Told, { message }: PineconeError): string {
  return (
    `PrivateEndpoint "${subject.call.name}": whether ${values.vpcEndpointId} is registered is not known: ${message} ` +
    `It stays in the state, and the next \`pulumi up\` looks: what is there is taken up, and what is not is registered.`
  );
}

/** The VPC endpoint is registered, and not by this resource. */
export function alreadyRegistered(
  { subject: { call }, values }: Told,
  existing: PrivateEndpoint | undefined,
  { message }: ConflictError,
): ProviderError {
  const what = `PrivateEndpoint "${call.name}" is not made: the VPC endpoint ${values.vpcEndpointId} is registered already`;
  if (existing === undefined) {
    return new ProviderError(
      `${what}, though not with the project ${values.projectId}. The preview API's rule: a VPC endpoint belongs to one project. ${message} ` +
        `Make a VPC endpoint of its own for each project, or delete the other registration first.`,
    );
  }
  return new ProviderError(
    `${what} with the project ${values.projectId}: "${existing.name}" (${existing.id}), ${existing.state}. ${message} ` +
      takeOver(call.name, values),
  );
}

/** How to go on with a registration that is there already. */
export function takeOver(name: string, values: Told["values"]): string {
  return (
    `If it is this one, take it over with \`${importCommand(name, values)}\`; ` +
    `if the resource was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }).`
  );
}

/** An earlier registration of the VPC endpoint stands in the way still. */
export function stillDeleting({ subject, values, patience }: Registration, end: string): ProviderError {
  return new ProviderError(
    `PrivateEndpoint "${subject.call.name}": Pinecone is still deleting the registration of ${values.vpcEndpointId}` +
      `${end === "cancelled" ? ", and the wait was cancelled" : ` after ${patience.seconds} s`}. Run the command again: it goes on waiting. \`customTimeouts\` makes the wait longer.`,
  );
}
