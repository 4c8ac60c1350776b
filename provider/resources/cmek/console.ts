/** `binding: console`: a person does the step in Pinecone's console and confirms it with a fingerprint. */
import { ProviderError } from "../../rpc/errors";
import { confirmationOf, notImportable } from "../console/confirmation";
import { lookAtIndexes } from "../indexes";
import { type Subject, Unfinished } from "../lifecycle";
import { findProject } from "../lookups";
import { refuseWithIndexes } from "./indexGuard";
import { type BindingState, type BindingValues, stateOf, type Way } from "./values";
import { bindWorksheet, CONSOLE_PAGE, deleteWorksheet, fingerprintOf } from "./worksheet";

/** A person is told by a worksheet, and believed when they confirm it. */
export const consoleWay: Way = {
  async create(subject, values) {
    const { call, session } = subject;
    const fingerprint = fingerprintOf("bind", values);
    const confirmation = confirmationOf(subject);
    // The project's one key is this resource's from now on, also while the person is at it.
    session.memory.cmekBindings.made(values.projectId, call.urn);
    if (confirmation === fingerprint)
      return { status: "available", fingerprint, ...(await evidenceFor(subject, values)) };
    throw new Unfinished(
      values.projectId,
      { status: "pending", fingerprint } satisfies BindingState,
      // One reason of many lines: the engine counts reasons as errors.
      [bindWorksheet(call.name, values, confirmation).join("\n    ")],
    );
  },

  async read(binding) {
    const { id, inputs, outputs, importing, call } = binding;
    if (importing)
      throw notImportable({ type: "CmekBinding", name: call.name, id, noun: "CMEK keys", page: CONSOLE_PAGE });
    if ((await findProject(binding, id)) === undefined) return undefined;
    const state = stateOf(outputs);
    if (state.status === "pending" || inputs.keyArn === undefined) return { values: inputs, state };
    const evidence = await evidenceFor(binding, { projectId: id, keyArn: inputs.keyArn });
    return { values: inputs, state: evidence.evidence === "verified" ? { ...state, ...evidence } : state };
  },

  async delete(binding, values) {
    const { call, outputs } = binding;
    if ((await findProject(binding, values.projectId)) === undefined) return;
    const confirmation = confirmationOf(binding);
    if (outputs.status === "pending" && confirmation === undefined) {
      // Nobody has said that the key was added, so asking to confirm its deletion would trap whoever gave the plan up.
      call.log(
        "warning",
        `CmekBinding "${call.name}" was never confirmed, so it is only forgotten. If somebody has added the key "${values.name}" all the same, delete it in the console: ${CONSOLE_PAGE}`,
      );
      return;
    }
    await refuseWithIndexes(binding, values.projectId);
    if (confirmation === fingerprintOf("delete", values)) return;
    throw new ProviderError(deleteWorksheet(call.name, values, confirmation).join("\n"));
  },
};

/**
 * What can be observed publicly: since 2026-07 every index shows which key encrypts it. A key to look with is not made for this.
 */
async function evidenceFor(
  subject: Subject,
  { projectId, keyArn }: Pick<BindingValues, "projectId" | "keyArn">,
): Promise<Pick<BindingState, "evidence" | "seen" | "cmekKeyId">> {
  const look = await lookAtIndexes(subject, projectId, { temporaryKey: false });
  const encrypted = look?.indexes.filter(({ cmekId }) => cmekId !== undefined) ?? [];
  // The field is an ID in Pinecone's words and a key ARN in its example.
  const witness = encrypted.find(({ cmekId }) => cmekId === keyArn) ?? encrypted.find(({ cmekId }) => !isArn(cmekId));
  if (witness?.cmekId !== undefined) {
    const seen = `the index "${witness.name}" shows the CMEK key ${witness.cmekId}`;
    return { evidence: "verified", seen, ...(isArn(witness.cmekId) ? {} : { cmekKeyId: witness.cmekId }) };
  }
  const [other] = encrypted;
  if (other?.cmekId !== undefined) {
    subject.call.log(
      "warning",
      `The index "${other.name}" is encrypted with ${other.cmekId}, not with the key ARN ${keyArn} that was confirmed. Compare them in the console: ${CONSOLE_PAGE}`,
    );
  }
  return { evidence: "attested" };
}

function isArn(text: string | undefined): boolean {
  return text?.startsWith("arn:") ?? false;
}
