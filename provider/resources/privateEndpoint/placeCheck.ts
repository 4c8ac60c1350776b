/** Whether there is a place for the registration: one per VPC endpoint, ten per project. */
import type { PrivateEndpoint } from "../../../pinecone";
import type { CheckSubject } from "../lifecycle";
import { findPrivateEndpoints, findProject } from "../lookups";
import type { PlannedEndpoint } from "./planned";
import { takeOver } from "./refusals";
import { type EndpointValues, registrationKey } from "./values";

/** Pinecone's limit per project. @see https://docs.pinecone.io/guides/production/connect-to-aws-privatelink */
const MOST_PER_PROJECT = 10;

/** Whether Pinecone itself allows more is not documented. */
const ONE_PROJECT = "The preview API's rule: a VPC endpoint belongs to one project.";

type Checking = CheckSubject<EndpointValues>;

/** In the stack, and with `binding: api` in Pinecone too, when the project is not one that this deployment made. */
export async function checkPlace(subject: Checking): Promise<void> {
  const { known, call, session } = subject;
  const { projectId } = known;
  if (projectId === undefined) return;
  const planned = plan(subject, projectId);
  session.memory.endpoints.plan(planned);
  if (refusedAsRival(subject, planned) || refusedAsMoved(subject, planned)) return;
  const { region, vpcEndpointId } = known;
  if (!planned.isNew && vpcEndpointId !== undefined && region !== undefined) {
    session.memory.registrations.holds(registrationKey({ projectId, vpcEndpointId, region }), call.urn);
  }
  const existing =
    planned.isNew && !session.memory.hasMadeProject(projectId) ? await look(subject, planned) : undefined;
  if (existing === "no project") {
    subject.fail(
      "projectId",
      `${projectId} is no project of this organization: Pinecone does not find it. Give the ID of a project that the service account can see.`,
    );
    return;
  }
  if (existing !== undefined && refusedAsRegistered(subject, planned, existing)) return;
  refuseEleventh(subject, planned, existing);
}

function plan({ known, olds, call, session }: Checking, projectId: string): PlannedEndpoint {
  const { region, vpcEndpointId } = known;
  const isNew = olds?.projectId !== projectId || olds.vpcEndpointId !== vpcEndpointId;
  // What is to be replaced is checked again as new: only the first time tells what it replaces.
  const before = olds === undefined ? session.memory.endpoints.byUrn(call.urn)?.replacedVpcEndpointId : undefined;
  const replaced = isNew && olds?.projectId === projectId ? olds.vpcEndpointId : before;
  return { urn: call.urn, projectId, region, vpcEndpointId, isNew, replacedVpcEndpointId: replaced };
}

/** `undefined` when nobody can look. */
async function look(
  subject: Checking,
  { projectId }: PlannedEndpoint,
): Promise<readonly PrivateEndpoint[] | "no project" | undefined> {
  if (subject.session.settings.binding === "api") return findPrivateEndpoints(subject, projectId);
  return (await findProject(subject, projectId)) === undefined ? "no project" : undefined;
}

function refusedAsRival({ session, fail }: Checking, planned: PlannedEndpoint): boolean {
  const rival = session.memory.endpoints.rival(planned);
  if (rival === undefined) return false;
  if (rival.projectId === planned.projectId) {
    fail(
      "vpcEndpointId",
      `${String(planned.vpcEndpointId)} is registered with the project ${planned.projectId} by another PrivateEndpoint of this stack too: ${rival.urn}. Once is enough: keep one of the two; if one was renamed to the other, give it an alias.`,
    );
    return true;
  }
  if (session.settings.binding === "console") return false;
  fail(
    "vpcEndpointId",
    `${String(planned.vpcEndpointId)} is registered with the project ${rival.projectId} by another PrivateEndpoint of this stack: ${rival.urn}. ${ONE_PROJECT} Make a VPC endpoint of its own for each project.`,
  );
  return true;
}

/** Another project for the same VPC endpoint: the new registration would come before the old one goes. */
function refusedAsMoved({ olds, session, fail }: Checking, { projectId, vpcEndpointId }: PlannedEndpoint): boolean {
  if (session.settings.binding === "console" || vpcEndpointId === undefined) return false;
  if (olds?.vpcEndpointId !== vpcEndpointId || olds.projectId === undefined || olds.projectId === projectId)
    return false;
  fail(
    "projectId",
    `changes from ${olds.projectId} to ${projectId}, and the VPC endpoint stays ${vpcEndpointId}. ${ONE_PROJECT} The new registration comes before the old one goes, so Pinecone would refuse it. ` +
      `Make another VPC endpoint for the new project, or take this PrivateEndpoint out of the program for one update first.`,
  );
  return true;
}

function refusedAsRegistered(
  { call, session, olds, fail }: Checking,
  { projectId, vpcEndpointId, region = "" }: PlannedEndpoint,
  existing: readonly PrivateEndpoint[],
): boolean {
  const found = existing.find((one) => one.vpcEndpointId === vpcEndpointId && one.state !== "deleting");
  if (found === undefined || vpcEndpointId === undefined) return false;
  const values = { projectId, vpcEndpointId, region };
  const told = `${vpcEndpointId} is registered with the project ${projectId} already: "${found.name}" (${found.id}), ${found.state}. Nothing was sent.`;
  if (olds === undefined && session.memory.wasInState(call.urn)) {
    fail(
      "vpcEndpointId",
      `${told} It is to be replaced by a registration of the same VPC endpoint, which Pinecone takes only once. A change of region needs a VPC endpoint in the new region; ` +
        `if nothing changed, something else asks for the replacement: replaceOnChanges, or a provider that was replaced, or renamed without an alias. Leave it out.`,
    );
  } else {
    fail("vpcEndpointId", `${told} ${takeOver(call.name, values)}`);
  }
  return true;
}

function refuseEleventh(
  { session, fail }: Checking,
  { projectId, isNew: wanted }: PlannedEndpoint,
  existing: readonly PrivateEndpoint[] | undefined,
): void {
  if (!wanted && session.settings.binding === "api") return;
  const planned = session.memory.endpoints.of(projectId);
  // What Pinecone has is counted by its list. Where nobody can look, the state has to do.
  const counted = existing === undefined ? planned : planned.filter(({ isNew }) => isNew);
  const names = new Set([
    ...(existing ?? []).filter(({ state }) => state !== "deleting").map(({ vpcEndpointId }) => vpcEndpointId),
    ...counted.flatMap(({ vpcEndpointId }) => vpcEndpointId ?? []),
    ...(existing === undefined ? planned : []).flatMap(({ replacedVpcEndpointId }) => replacedVpcEndpointId ?? []),
  ]);
  const places = names.size + counted.filter(({ vpcEndpointId }) => vpcEndpointId === undefined).length;
  if (places <= MOST_PER_PROJECT) return;
  const replaced = planned.some(({ replacedVpcEndpointId }) => replacedVpcEndpointId !== undefined);
  const has = existing === undefined ? "" : ` It has ${existing.length} in Pinecone.`;
  fail(
    "projectId",
    `${projectId} would have ${places} Private Endpoints in this deployment. Pinecone's rule: at most ${MOST_PER_PROJECT} per project.${has} ` +
      (replaced
        ? "A replacement needs a free place too, because the new one has to be available before the old one goes. "
        : "") +
      `What is deleted goes after what is made: delete one in an update of its own first, or use another project.`,
  );
}
