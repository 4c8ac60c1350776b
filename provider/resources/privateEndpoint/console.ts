/** `binding: console`: a person does the step in Pinecone's console and confirms it with a fingerprint. */
import { ProviderError } from "../../rpc/errors";
import { confirmationOf, notImportable } from "../console/confirmation";
import { type Subject, Unfinished } from "../lifecycle";
import { findProject } from "../lookups";
import { refuseLockOut } from "../network/lockOut";
import { wayId } from "../network/privateWays";
import { given } from "../plain";
import type { PlannedEndpoint } from "./planned";
import {
  CLOUD,
  type EndpointValues,
  type ExistingEndpoint,
  type FilledState,
  registrationKey,
  stateOf,
  type Way,
} from "./values";
import { CONSOLE_PAGE, deregisterWorksheet, fingerprintOf, registerWorksheet } from "./worksheet";

/** A person is told by a worksheet, and believed when they confirm it. */
export const consoleWay: Way = {
  async create(subject, values) {
    const { call, session } = subject;
    // The registration is this resource's from now on, also while the person is at it.
    session.memory.registrations.made(registrationKey(values), call.urn);
    return Promise.resolve(confirmed(subject, values));
  },

  async read(endpoint, { projectId }) {
    const { id, inputs, outputs, importing, call } = endpoint;
    if (importing) {
      const unreadable = { type: "PrivateEndpoint", name: call.name, id, noun: "Private Endpoints" };
      throw notImportable({ ...unreadable, page: `${CONSOLE_PAGE}, Manage > Network` });
    }
    if ((await findProject(endpoint, projectId)) === undefined) return undefined;
    return { values: given(inputs), state: stateOf(outputs) };
  },

  async update(subject, values) {
    const { call, outputs } = subject;
    if (outputs.status !== "available") return Promise.resolve(confirmed(subject, values));
    if (values.name !== undefined && values.name !== outputs.name) {
      call.log(
        "info",
        `The name of ${values.vpcEndpointId} is now "${values.name}" in the state alone: Pinecone documents no way to rename a Private Endpoint in its console.`,
      );
    }
    return stateOf({ ...outputs, ...given({ name: values.name }) });
  },

  async delete(endpoint, values) {
    const { call, session } = endpoint;
    if ((await findProject(endpoint, values.projectId)) === undefined) return;
    const planned = session.memory.endpoints.byUrn(call.urn);
    const replacement = planned && complete(planned);
    const confirmation = confirmationOf(endpoint);
    if (isOnlyPlanned(endpoint, confirmation, replacement)) {
      // Nobody has said that it was added, so asking to confirm its deletion would trap whoever gave the plan up.
      call.log(
        "warning",
        `PrivateEndpoint "${call.name}" was never confirmed, so it is only forgotten. If somebody has added ${values.vpcEndpointId} in ${values.region} all the same, delete it in the console: ${CONSOLE_PAGE}, Manage > Network`,
      );
      return;
    }
    if (confirmation === fingerprintOf("deregister", values)) return;
    await refuseLockOut(endpoint, { what: `PrivateEndpoint "${call.name}"`, ...values });
    // What confirms that the way may go is no mistake either: the deletion is the step after it.
    const judged = session.memory.privateWays.isConfirmed(values) ? undefined : confirmation;
    throw new ProviderError(deregisterWorksheet(call.name, values, judged, replacement).join("\n"));
  },
};

/** Whether a person was asked to add it, and has not confirmed it. */
function isOnlyPlanned(
  { outputs }: ExistingEndpoint,
  confirmation: string | undefined,
  replacement: EndpointValues | undefined,
): boolean {
  if (outputs.status !== "pending" || outputs.privateEndpointId !== undefined) return false;
  if (confirmation === undefined) return true;
  const isOfReplacement = replacement !== undefined && confirmation === fingerprintOf("register", replacement);
  return isOfReplacement && outputs.fingerprint !== confirmation;
}

/** @throws Unfinished with the worksheet, when nobody has confirmed it yet */
function confirmed(subject: Subject, values: EndpointValues): FilledState {
  const fingerprint = fingerprintOf("register", values);
  const confirmation = confirmationOf(subject);
  const state = { name: values.name ?? values.vpcEndpointId, cloud: CLOUD, fingerprint };
  if (confirmation === fingerprint) return { ...state, status: "available", evidence: "attested" };
  throw new Unfinished(
    wayId(values),
    { ...state, status: "pending" } satisfies FilledState,
    // One reason of many lines: the engine counts reasons as errors.
    [registerWorksheet(subject.call.name, values, confirmation).join("\n    ")],
  );
}

function complete({ projectId, region, vpcEndpointId }: PlannedEndpoint): EndpointValues | undefined {
  return region === undefined || vpcEndpointId === undefined ? undefined : { projectId, region, vpcEndpointId };
}
