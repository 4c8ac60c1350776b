/** `binding: console`: a person does the step in Pinecone's console and confirms it with a fingerprint. */
import { ProviderError } from "../../rpc/errors";
import { confirmationOf, notImportable } from "../console/confirmation";
import { type Subject, Unfinished } from "../lifecycle";
import { findProject } from "../lookups";
import { refuseLockOut } from "../network/lockOut";
import { given } from "../plain";
import { wayId } from "../network/privateWays";
import type { PlannedEndpoint } from "./planned";
import { CLOUD, type FilledState, type EndpointValues, stateOf, type Way } from "./values";
import { CONSOLE_PAGE, deregisterWorksheet, fingerprintOf, registerWorksheet } from "./worksheet";

/** A person is told by a worksheet, and believed when they confirm it. */
export const consoleWay: Way = {
  async create(subject, values) {
    const { call, session } = subject;
    // The registration is this resource's from now on, also while the person is at it.
    session.memory.registrations.made(wayId(values), call.urn);
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
    const { call, outputs, session } = endpoint;
    if ((await findProject(endpoint, values.projectId)) === undefined) return;
    const confirmation = confirmationOf(endpoint);
    if (outputs.status === "pending" && outputs.privateEndpointId === undefined && confirmation === undefined) {
      // Nobody has said that it was added, so asking to confirm its deletion would trap whoever gave the plan up.
      call.log(
        "warning",
        `PrivateEndpoint "${call.name}" was never confirmed, so it is only forgotten. If somebody has added ${values.vpcEndpointId} all the same, delete it in the console: ${CONSOLE_PAGE}, Manage > Network`,
      );
      return;
    }
    if (confirmation === fingerprintOf("deregister", values)) return;
    await refuseLockOut(endpoint, { what: `PrivateEndpoint "${call.name}"`, ...values });
    // What confirms that the way may go is no mistake either: the deletion is the step after it.
    const isGivenUp = session.memory.privateWays.isConfirmed(values);
    const planned = session.memory.endpoints.byUrn(call.urn);
    throw new ProviderError(
      deregisterWorksheet(call.name, values, isGivenUp ? undefined : confirmation, planned && complete(planned)).join(
        "\n",
      ),
    );
  },
};

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
