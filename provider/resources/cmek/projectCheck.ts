import type { CheckSubject } from "../lifecycle";
import { findCmekKey, findProject } from "../lookups";
import { type CheckedBinding, warnOfNews } from "./checkedBinding";
import { importCommand } from "./values";

/** One key per project, in the stack and already in Pinecone. */
export async function checkProject(subject: CheckSubject<CheckedBinding>): Promise<void> {
  const { known, olds, fail, call, session } = subject;
  const { projectId } = known;
  if (projectId === undefined) return;
  const holder = session.memory.cmekBindings.claim(projectId, call.urn);
  if (holder !== undefined) {
    fail(
      "projectId",
      `${projectId} is bound by another CmekBinding of this stack too: ${holder}. Pinecone's rule: you can only add one key per project. Keep one of the two; if one was renamed to the other, give it an alias.`,
    );
    return;
  }
  if (olds?.projectId === projectId) session.memory.cmekBindings.holds(projectId, call.urn);
  // What is in the state, or was made in this deployment, needs no look.
  if (olds === undefined && !session.memory.hasMadeProject(projectId)) await checkBroughtProject(subject, projectId);
  if (session.memory.forcesCmek(projectId) === false) {
    warnOfNews(
      subject,
      ["projectId"],
      `The project ${projectId} does not force encryption with CMEK: indexes made before this key, or without it, are not encrypted with it. Set forceEncryptionWithCmek on the Project.`,
    );
  }
}

async function checkBroughtProject(subject: CheckSubject<CheckedBinding>, projectId: string): Promise<void> {
  const { call, session, fail } = subject;
  const noProject = `${projectId} is no project of this organization: Pinecone does not find it. Give the ID of a project that the service account can see.`;
  if (session.settings.binding === "api") {
    const key = await findCmekKey(subject, projectId);
    if (key === "no project") {
      fail("projectId", noProject);
      return;
    }
    if (key !== undefined) {
      fail(
        "projectId",
        `the project ${projectId} has a CMEK key already: "${key.name}" (${key.keyArn}). Pinecone's rule: you can only add one key per project, and you cannot change it. Nothing was sent. ` +
          `If it is this one, take it over with \`${importCommand(call.name, projectId)}\`; if the resource was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }).`,
      );
      return;
    }
  }
  if (session.memory.forcesCmek(projectId) === undefined && (await findProject(subject, projectId)) === undefined) {
    fail("projectId", noProject);
  }
}
