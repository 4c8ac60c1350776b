/** What a person is asked to do in Pinecone's console, and how it is confirmed. The console's words are quoted as they are. */
import { confirmLines, fingerprintOfStep, HOW_TO_GO_ON_DELETING, wrongConfirmation } from "../console/confirmation";
import type { BindingValues } from "./values";

export const CONSOLE_PAGE = "https://app.pinecone.io/organizations/-/projects/-/cmek-encryption";

export type Action = "bind" | "delete";

/** The fingerprint of a step and exactly the values of the key. */
export function fingerprintOf(action: Action, values: BindingValues): string {
  const { projectId, name, roleArn, keyArn, externalId = null } = values;
  return fingerprintOfStep(action, { projectId, name, roleArn, keyArn, externalId });
}

/** The worksheet for adding the key, a line each. */
export function bindWorksheet(name: string, values: BindingValues, confirmation: string | undefined): string[] {
  const fingerprint = fingerprintOf("bind", values);
  return [
    `Waiting for a person: Pinecone publishes no API for CMEK keys, so this one is added in its console. Nothing was sent.`,
    ...wrongBinding(values, confirmation),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId} and click "Add CMEK".`,
    `2. Enter exactly these values, then click "Create key":`,
    `     Key name     ${values.name}`,
    `     Role ARN     ${values.roleArn}`,
    `     Key ARN      ${values.keyArn}`,
    `     External ID  ${values.externalId ?? "(leave it blank)"}`,
    ...confirmLines("3. Confirm that it is done with exactly these values", name, fingerprint),
    `4. Run \`pulumi up\` again: it goes on from here. If a value changes, the confirmation is void.`,
  ];
}

/** The worksheet for deleting the key, a line each. */
export function deleteWorksheet(name: string, values: BindingValues, confirmation: string | undefined): string[] {
  const fingerprint = fingerprintOf("delete", values);
  return [
    `CmekBinding "${name}" is not deleted yet: Pinecone publishes no API for CMEK keys, so a person deletes this one in its console.`,
    ...wrongDeletion(values, confirmation),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId}.`,
    `2. For the key "${values.name}" (Key ARN ${values.keyArn}), click the ellipsis (...) menu > "Delete", enter the key name, and click "Delete key".`,
    ...confirmLines("3. Confirm that it is done", name, fingerprint),
    `4. ${HOW_TO_GO_ON_DELETING}`,
  ];
}

function wrongBinding(values: BindingValues, confirmation: string | undefined): string[] {
  const [fingerprint, deletion] = [fingerprintOf("bind", values), fingerprintOf("delete", values)];
  const said = `The configuration confirms ${deletion}, the deletion of this key; to add it again, ${fingerprint} is expected.`;
  const advice =
    "If the key was added already, set the old values back: Pinecone takes one key per project, and never another.";
  return wrongConfirmation({ fingerprint, confirmation, opposite: { fingerprint: deletion, said }, advice });
}

function wrongDeletion(values: BindingValues, confirmation: string | undefined): string[] {
  // What a key was added with is no mistake when it is to be deleted: it has not been replaced yet.
  const opposite = { fingerprint: fingerprintOf("bind", values) };
  return wrongConfirmation({ fingerprint: fingerprintOf("delete", values), confirmation, opposite });
}
