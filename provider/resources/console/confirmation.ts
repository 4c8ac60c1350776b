/** What steps in Pinecone's console have in common: a person does them by a worksheet, and confirms them with its fingerprint. */
import { createHash } from "node:crypto";
import { ProviderError } from "../../rpc/errors";
import type { Subject } from "../lifecycle";

/** What the configuration says about this resource. */
export function confirmationOf({ call, session }: Subject): string | undefined {
  const { confirmed } = session.settings;
  return Object.hasOwn(confirmed, call.name) ? confirmed[call.name] : undefined;
}

/**
 * A short fingerprint of a step and exactly the values it is done with: 12 hexadecimal digits of the SHA-256 of their JSON. The order
 * of the values counts, and `null` stands for one that is left out.
 */
export function fingerprintOfStep(
  action: string,
  values: Readonly<Record<string, string | number | boolean | null>>,
): string {
  return createHash("sha256")
    .update(JSON.stringify({ action, ...values }))
    .digest("hex")
    .slice(0, 12);
}

/** The command that confirms a step. */
export function confirmCommand(name: string, fingerprint: string): string {
  const step = /^[\w-]+$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;
  const path = `pinecone-security:confirmed${step}`;
  return `pulumi config set --path '${path.replaceAll("'", `'\\''`)}' ${fingerprint}`;
}

/**
 * The lines of a worksheet that ask for the confirmation.
 *
 * @param asked The step and its number, for example `3. Confirm that it is done`.
 */
export function confirmLines(asked: string, name: string, fingerprint: string): string[] {
  return [
    `${asked}: ${confirmCommand(name, fingerprint)}`,
    // The stack's configuration is for the default provider alone: the engine hands it to no other.
    `   (If the program makes a Provider for it, give that one confirmed: ${JSON.stringify({ [name]: fingerprint })} instead.)`,
  ];
}

/**
 * How a confirmation reaches the plugin on the way to a deletion. Unless the program uses the provider in this very command, the
 * engine configures the plugin with what the state has of its configuration, which is that of the last `pulumi up`.
 */
export const HOW_TO_GO_ON_DELETING =
  "Run `pulumi up` again, or `pulumi destroy --run-program`: `pulumi destroy` alone goes by the configuration of the last `pulumi up`. " +
  "If nothing of this package is left in the program, `pulumi up` goes by it too: put it back for one `pulumi up`, then take it out again.";

/** A fingerprint that is expected, and what the configuration has. */
export interface Expected {
  readonly fingerprint: string;
  readonly confirmation: string | undefined;
  /** The step that undoes, or is undone by, this one: its fingerprint may be in the configuration still. `said`: what is said then. @default nothing */
  readonly opposite: { readonly fingerprint: string; readonly said?: string };
  /** What is said besides of any other fingerprint. @default nothing */
  readonly advice?: string;
}

/** What is said of a fingerprint in the configuration that is not the one of this step: a line, or none. */
export function wrongConfirmation({ fingerprint, confirmation, opposite, advice }: Expected): string[] {
  if (confirmation === undefined || confirmation === fingerprint) return [];
  if (confirmation === opposite.fingerprint) return opposite.said === undefined ? [] : [opposite.said];
  const wrong = `The configuration confirms ${confirmation}, but these values have the fingerprint ${fingerprint}: the confirmation is wrong, or void because a value has changed since.`;
  return [advice === undefined ? wrong : `${wrong} ${advice}`];
}

/** What can't be imported, and where in the console its values are. */
export interface Unreadable {
  readonly type: string;
  readonly name: string;
  readonly id: string;
  /** What Pinecone publishes no API for, for example `CMEK keys`. */
  readonly noun: string;
  readonly page: string;
}

/** The refusal of an import: nothing can be read. */
export function notImportable({ type, name, id, noun, page }: Unreadable): ProviderError {
  return new ProviderError(
    `can't import ${type} "${name}" (${id}): with \`binding: console\` nothing can be read, because Pinecone publishes no API for ${noun}. ` +
      `Declare it in the program with exactly the values that the console shows (${page}) and run \`pulumi up\`: confirm the worksheet without doing its steps again.`,
  );
}
