/** What a person is asked to do in Pinecone's console, and how it is confirmed. The console's words are quoted as they are. */
import { confirmLines, fingerprintOfStep, HOW_TO_GO_ON_DELETING, wrongConfirmation } from "../console/confirmation";
import type { EndpointValues } from "./values";

/** Where the console begins: the page of a project's network has no address that is documented. */
export const CONSOLE_PAGE = "https://app.pinecone.io/organizations/-/projects";

type Action = "register" | "deregister";

/** The fingerprint of a step and exactly the values of the registration. The console asks for no name, so it is none of them. */
export function fingerprintOf(action: Action, { projectId, region, vpcEndpointId }: EndpointValues): string {
  return fingerprintOfStep(action, { projectId, region, vpcEndpointId });
}

/** The worksheet for the registration, a line each. */
export function registerWorksheet(name: string, values: EndpointValues, confirmation: string | undefined): string[] {
  const [fingerprint, deletion] = [fingerprintOf("register", values), fingerprintOf("deregister", values)];
  const said = `The configuration confirms ${deletion}, the deletion of this Private Endpoint; to add it again, ${fingerprint} is expected.`;
  return [
    `Waiting for a person: Pinecone publishes no API for Private Endpoints, so this one is added in its console. Nothing was sent.`,
    ...wrongConfirmation({ fingerprint, confirmation, opposite: { fingerprint: deletion, said } }),
    `1. Open ${CONSOLE_PAGE}, select the project ${values.projectId}, go to Manage > Network and click "Add a connection".`,
    `2. Give exactly these values, with "Next" after each:`,
    `     VPC region           ${values.region}`,
    `     AWS VPC endpoint ID  ${values.vpcEndpointId}`,
    `3. Leave the toggle "enable VPC endpoint access only" as it is: a NetworkAccess turns it, once every region works. Click "Finish setup".`,
    ...confirmLines("4. Confirm that it is done with exactly these values", name, fingerprint),
    `5. Run \`pulumi up\` again: it goes on from here. If a value changes, the confirmation is void.`,
  ];
}

/**
 * The worksheet for the deletion, a line each.
 *
 * @param replacement What replaces it in this deployment: its confirmation stands in the configuration rightly.
 */
export function deregisterWorksheet(
  name: string,
  values: EndpointValues,
  confirmation: string | undefined,
  replacement: EndpointValues | undefined,
): string[] {
  const fingerprint = fingerprintOf("deregister", values);
  // What it was registered with is no mistake when it is to be deleted: it has not been replaced yet.
  const standing = [values, ...(replacement === undefined ? [] : [replacement])];
  const opposite =
    standing.map((one) => fingerprintOf("register", one)).find((one) => one === confirmation) ??
    fingerprintOf("register", values);
  return [
    `PrivateEndpoint "${name}" is not deleted yet: Pinecone publishes no API for Private Endpoints, so a person deletes this one in its console.`,
    ...wrongConfirmation({ fingerprint, confirmation, opposite: { fingerprint: opposite } }),
    `1. Open ${CONSOLE_PAGE}, select the project ${values.projectId} and go to Manage > Network.`,
    `2. For the Private Endpoint of ${values.vpcEndpointId} in ${values.region}, click the ... (Actions) icon > "Delete", enter the endpoint name, and click "Delete Endpoint".`,
    ...confirmLines("3. Confirm that it is done", name, fingerprint),
    `4. ${HOW_TO_GO_ON_DELETING}`,
  ];
}
