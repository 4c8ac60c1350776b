/** `binding: console`: a person turns the switch in Pinecone's console and confirms it with a fingerprint. */
import { ProviderError } from "../../rpc/errors";
import { confirmationOf, notImportable } from "../console/confirmation";
import { Unfinished } from "../lifecycle";
import { findProject } from "../lookups";
import { type Knock, knock } from "./door";
import { plannedRegions, refuseTurningOn } from "./turningOn";
import { type ExistingSwitch, stateOf, statusOf, type SwitchState, type Way } from "./values";
import { deleteWorksheet, fingerprintOf, SWITCH_PAGE, switchWorksheet } from "./worksheet";

/** A person is told by a worksheet, and believed when they confirm it, unless the internet sees something else. */
export const consoleWay: Way = {
  async turn(subject, values) {
    const { projectId, privateEndpointsOnly } = values;
    const fingerprint = fingerprintOf(values);
    const status = statusOf(privateEndpointsOnly);
    const confirmation = confirmationOf(subject);
    const isConfirmed = confirmation === fingerprint;
    const found = await knock(subject, projectId, { decides: true });
    const isSeen = found !== undefined && found.door === (privateEndpointsOnly ? "closed" : "open");
    // An answer over the internet proves by itself that the switch is off. Unauthorized might have another cause, so a person vouches for it.
    if (isSeen && (isConfirmed || !privateEndpointsOnly))
      return { status, evidence: "verified", seen: found.seen, fingerprint };
    if (found === undefined && isConfirmed) return { status, evidence: "attested", fingerprint };
    if (privateEndpointsOnly && !isSeen) await refuseTurningOn(subject, values);
    const situation = { name: subject.call.name, confirmation, found: isSeen ? undefined : found };
    const regions = values.regions ?? plannedRegions(subject, projectId);
    throw new Unfinished(
      projectId,
      { status: "pending", fingerprint } satisfies SwitchState,
      // One reason of many lines: the engine counts reasons as errors.
      [switchWorksheet(values, situation, regions).join("\n    ")],
    );
  },

  async isOn(subject, projectId) {
    if ((await findProject(subject, projectId)) === undefined) return "no project";
    const found = await knock(subject, projectId);
    return found === undefined ? undefined : found.door === "closed";
  },

  async read(existing, projectId) {
    const { outputs, inputs, importing, call } = existing;
    if ((await findProject(existing, projectId)) === undefined) return undefined;
    const wasOn = inputs.privateEndpointsOnly ?? outputs.status === "restricted";
    const found = outputs.status === "pending" ? undefined : await foundNow(existing, projectId, wasOn);
    if (found !== undefined) {
      const isOn = found.door === "closed";
      const state = { ...stateOf(outputs), status: statusOf(isOn), evidence: "verified", seen: found.seen } as const;
      return { privateEndpointsOnly: isOn, state };
    }
    if (importing) {
      const unreadable = { type: "NetworkAccess", name: call.name, id: projectId, noun: "the VPC-only switch" };
      throw notImportable({ ...unreadable, page: SWITCH_PAGE });
    }
    return { privateEndpointsOnly: wasOn, state: stateOf(outputs) };
  },

  async delete(existing, projectId) {
    const { call } = existing;
    if ((await findProject(existing, projectId)) === undefined) return;
    const confirmation = confirmationOf(existing);
    if (wasNeverOn(existing, projectId, confirmation)) {
      call.log(
        "warning",
        `NetworkAccess "${call.name}" was never confirmed, so it is only forgotten. If somebody has turned the switch of the project ${projectId} on all the same, turn it off in the console: ${SWITCH_PAGE}`,
      );
      return;
    }
    const found = await knock(existing, projectId, { decides: true });
    if (found?.door === "open") return;
    const isConfirmed = confirmation === fingerprintOf({ projectId, privateEndpointsOnly: false });
    if (isConfirmed && found === undefined) return;
    throw new ProviderError(deleteWorksheet(projectId, { name: call.name, confirmation, found }).join("\n"));
  },
};

/** What the internet sees. Only what is not in the state yet decides something: that it is so is no reason to make a temporary key. */
async function foundNow(
  existing: ExistingSwitch & { readonly importing: boolean },
  projectId: string,
  wasOn: boolean,
): Promise<Knock | undefined> {
  const found = await knock(existing, projectId);
  const isNews = found !== undefined && (existing.importing || (found.door === "closed") !== wasOn);
  return isNews ? knock(existing, projectId, { decides: true }) : found;
}

/**
 * Whether it was to be turned on, and nobody has said that it was. Asking to confirm that it is off would trap whoever gave the plan
 * up.
 */
function wasNeverOn({ outputs }: ExistingSwitch, projectId: string, confirmation: string | undefined): boolean {
  const on = fingerprintOf({ projectId, privateEndpointsOnly: true });
  return outputs.status === "pending" && outputs.fingerprint === on && confirmation === undefined;
}
