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
    ...wrongConfirmation(confirmation, fingerprint, values),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId} and click "Add CMEK".`,
    `2. Enter exactly these values, then click "Create key":`,
    `     Key name     ${values.name}`,
    `     Role ARN     ${values.roleArn}`,
    `     Key ARN      ${values.keyArn}`,
    `     External ID  ${values.externalId ?? "(leave it blank)"}`,
    `3. Confirm that it is done with exactly these values: ${confirmCommand(name, fingerprint)}`,
    `4. Run \`pulumi up\` again: it goes on from here. If a value changes, the confirmation is void.`,
  ];
}

/** The worksheet for deleting the key, a line each. */
export function deleteWorksheet(name: string, values: BindingValues, confirmation: string | undefined): string[] {
  const fingerprint = fingerprintOf("delete", values);
  return [
    `CmekBinding "${name}" is not deleted yet: Pinecone publishes no API for CMEK keys, so a person deletes this one in its console.`,
    ...wrongConfirmation(
      confirmation === fingerprintOf("bind", values) ? undefined : confirmation,
      fingerprint,
      values,
    ),
    `1. Open ${CONSOLE_PAGE} (Manage > CMEK) for the project ${values.projectId}.`,
    `2. For the key "${values.name}" (Key ARN ${values.keyArn}), click the ellipsis (...) menu > "Delete", enter the key name, and click "Delete key".`,
    `3. Confirm that it is done: ${confirmCommand(name, fingerprint)}`,
    `4. ${HOW_TO_GO_ON_DELETING}`,
  ];
}

/**
 * How a confirmation reaches the plugin on the way to a deletion. `pulumi destroy` configures the plugin with what the state has of
 * the provider's configuration, which is that of the last `pulumi up`.
 */
const HOW_TO_GO_ON_DELETING =
  "Run the command again. If it was `pulumi destroy`, run `pulumi up` first, or `pulumi destroy --run-program`: " +
  "`pulumi destroy` alone goes by the configuration of the last `pulumi up`.";

function wrongConfirmation(confirmation: string | undefined, expected: string, values: BindingValues): string[] {
  if (confirmation === undefined || confirmation === expected) return [];
  if (confirmation === fingerprintOf("delete", values)) {
    return [
      `The configuration confirms ${confirmation}, the deletion of this key; to add it again, ${expected} is expected.`,
    ];
  }
  return [
    `The configuration confirms ${confirmation}, but these values have the fingerprint ${expected}: the confirmation is wrong, or void because a value has changed since.`,
  ];
}
