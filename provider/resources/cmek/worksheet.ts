/** What a person is asked to do in Pinecone's console, and how it is confirmed. The console's words are quoted as they are. */
import { createHash } from "node:crypto";
import type { BindingValues } from "./values";

export const CONSOLE_PAGE = "https://app.pinecone.io/organizations/-/projects/-/cmek-encryption";

export type Action = "bind" | "delete";

/**
 * A short fingerprint of a step and exactly the values it is done with: 12 hexadecimal digits of the SHA-256 of their JSON, in this
 * order of fields.
 */
export function fingerprintOf(action: Action, values: BindingValues): string {
  const { projectId, name, roleArn, keyArn, externalId = null } = values;
  const text = JSON.stringify({ action, projectId, name, roleArn, keyArn, externalId });
  return createHash("sha256").update(text).digest("hex").slice(0, 12);
}

/** The command that confirms a step. */
export function confirmCommand(name: string, fingerprint: string): string {
  const step = /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  const path = `pinecone-security:confirmed${step}`;
  return `pulumi config set --path '${path.replaceAll("'", `'\\''`)}' ${fingerprint}`;
}

/** The worksheet for adding the key, a line each. */
export function bindWorksheet(name: string, values: BindingValues, confirmation: string | undefined): string[] {
  const fingerprint = fingerprintOf("bind", values);
  return [
    `Waiting for a person: Pinecone publishes no API for CMEK keys, so this one is added in its console. Nothing was sent.`,
    ...wrongConfirmation("bind", values, confirmation),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId} and click "Add CMEK".`,
    `2. Enter exactly these values, then click "Create key":`,
    `     Key name     ${values.name}`,
    `     Role ARN     ${values.roleArn}`,
    `     Key ARN      ${values.keyArn}`,
    `     External ID  ${values.externalId ?? "(leave it blank)"}`,
    `3. Confirm that it is done with exactly these values: ${confirmCommand(name, fingerprint)}`,
    `   ${forOwnProvider(name, fingerprint)}`,
    `4. Run \`pulumi up\` again: it goes on from here. If a value changes, the confirmation is void.`,
  ];
}

/** The worksheet for deleting the key, a line each. */
export function deleteWorksheet(name: string, values: BindingValues, confirmation: string | undefined): string[] {
  const fingerprint = fingerprintOf("delete", values);
  return [
    `CmekBinding "${name}" is not deleted yet: Pinecone publishes no API for CMEK keys, so a person deletes this one in its console.`,
    ...wrongConfirmation("delete", values, confirmation),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId}.`,
    `2. For the key "${values.name}" (Key ARN ${values.keyArn}), click the ellipsis (...) menu > "Delete", enter the key name, and click "Delete key".`,
    `3. Confirm that it is done: ${confirmCommand(name, fingerprint)}`,
    `   ${forOwnProvider(name, fingerprint)}`,
    `4. ${HOW_TO_GO_ON_DELETING}`,
  ];
}

/** The stack's configuration is for the default provider alone: the engine hands it to no other. */
function forOwnProvider(name: string, fingerprint: string): string {
  return `(If the program makes a Provider for it, give that one confirmed: ${JSON.stringify({ [name]: fingerprint })} instead.)`;
}

/**
 * How a confirmation reaches the plugin on the way to a deletion. Unless the program uses the provider in this very command, the
 * engine configures the plugin with what the state has of its configuration, which is that of the last `pulumi up`.
 */
const HOW_TO_GO_ON_DELETING =
  "Run `pulumi up` again, or `pulumi destroy --run-program`: `pulumi destroy` alone goes by the configuration of the last `pulumi up`. " +
  "If nothing of this package is left in the program, `pulumi up` goes by it too: put it back for one `pulumi up`, then take it out again.";

/** What is said of a fingerprint in the configuration that is not the one of this step. */
function wrongConfirmation(action: Action, values: BindingValues, confirmation: string | undefined): string[] {
  const expected = fingerprintOf(action, values);
  if (confirmation === undefined || confirmation === expected) return [];
  // What a key was added with is no mistake when it is to be deleted: it has not been replaced yet.
  if (action === "delete" && confirmation === fingerprintOf("bind", values)) return [];
  if (action === "bind" && confirmation === fingerprintOf("delete", values)) {
    return [
      `The configuration confirms ${confirmation}, the deletion of this key; to add it again, ${expected} is expected.`,
    ];
  }
  const wrong = `The configuration confirms ${confirmation}, but these values have the fingerprint ${expected}: the confirmation is wrong, or void because a value has changed since.`;
  if (action === "delete") return [wrong];
  return [
    `${wrong} If the key was added already, set the old values back: Pinecone takes one key per project, and never another.`,
  ];
}
