/** What a person is asked to do in Pinecone's console, and how it is confirmed. The console's words are quoted as they are. */
import { confirmLines, fingerprintOfStep, HOW_TO_GO_ON_DELETING, wrongConfirmation } from "../console/confirmation";
import type { Knock } from "./door";
import type { SwitchValues } from "./values";

/** Where the console begins: the page of a project's network has no address that is documented. */
const CONSOLE_PAGE = "https://app.pinecone.io/organizations/-/projects";

/** Where the switch is in the console, for messages. */
export const SWITCH_PAGE = `${CONSOLE_PAGE}, Network > Access`;

/** What a worksheet says besides its steps. */
export interface Situation {
  /** The resource's name. */
  readonly name: string;
  /** The fingerprint that the configuration has for it. */
  readonly confirmation: string | undefined;
  /** What the internet sees of the project. @default nobody could see */
  readonly found?: Knock | undefined;
}

/** The fingerprint of turning a project's switch on or off. Turning it off for good is no other step. */
export function fingerprintOf({ projectId, privateEndpointsOnly }: SwitchValues): string {
  return fingerprintOfStep("turn the switch", { projectId, privateEndpointsOnly });
}

/**
 * The worksheet for turning the switch on or off, a line each.
 *
 * @param regions Where the project's private ways are to lead.
 */
export function switchWorksheet(
  values: SwitchValues,
  situation: Situation,
  regions: readonly (string | undefined)[],
): string[] {
  const on = values.privateEndpointsOnly;
  const first = on
    ? [
        `1. Go to Manage > Network of the project ${values.projectId}: a Private Endpoint that works must be there for ${listed(regions)}. Without it, don't go on.`,
      ]
    : [];
  return [
    `Waiting for a person: Pinecone publishes no API for the VPC-only switch, so it is turned ${onOrOff(on)} in its console. Nothing was sent.`,
    ...lines(values, situation, first),
    `${first.length + 4}. Run \`pulumi up\` again: it goes on from here. If a value changes, the confirmation is void.`,
  ];
}

/** The worksheet for a switch that is to be turned off because its resource is deleted, a line each. */
export function deleteWorksheet(projectId: string, situation: Situation): string[] {
  return [
    `NetworkAccess "${situation.name}" is not deleted yet: Pinecone publishes no API for the VPC-only switch, so a person turns it off in its console.`,
    ...lines({ projectId, privateEndpointsOnly: false }, situation, []),
    `4. ${HOW_TO_GO_ON_DELETING}`,
  ];
}

/** What is wrong so far, and the steps up to the confirmation. */
function lines(values: SwitchValues, situation: Situation, first: readonly string[]): string[] {
  const { projectId, privateEndpointsOnly } = values;
  const word = onOrOff(privateEndpointsOnly);
  const next = first.length + 1;
  return [
    ...wrongSoFar(values, situation),
    ...first,
    `${next}. Open ${CONSOLE_PAGE}, select the project ${projectId} and go to Network > Access.`,
    `${next + 1}. Turn the toggle "VPC endpoint access only" (newer: "Restrict access to only private endpoints") ${word}.`,
    ...confirmLines(`${next + 2}. Confirm that it is ${word}`, situation.name, fingerprintOf(values)),
  ];
}

function wrongSoFar(values: SwitchValues, { confirmation, found }: Situation): string[] {
  const fingerprint = fingerprintOf(values);
  const word = onOrOff(values.privateEndpointsOnly);
  if (confirmation === fingerprint) {
    if (found === undefined) return [];
    const contradicted = `The configuration confirms that it is ${word}, but ${found.seen}. It may take Pinecone a moment.`;
    return [values.privateEndpointsOnly ? contradicted : `${contradicted} ${OTHER_CAUSE}`];
  }
  // What the switch was before is no mistake: it has not been replaced yet.
  const before = fingerprintOf({ ...values, privateEndpointsOnly: !values.privateEndpointsOnly });
  return wrongConfirmation({ fingerprint, confirmation, opposite: { fingerprint: before } });
}

/** Unauthorized proves nothing by itself, so it must not keep anybody from going on for good. */
const OTHER_CAUSE =
  "If it is off and the answer has another cause, such as an API key that may not read data, leave that key out (apiKey, PINECONE_API_KEY): then the confirmation counts.";

function listed(regions: readonly (string | undefined)[]): string {
  const known = regions.filter((region) => region !== undefined);
  return known.length === 0 ? "every region that has an index" : known.join(", ");
}

function onOrOff(privateEndpointsOnly: boolean): string {
  return privateEndpointsOnly ? "on" : "off";
}
