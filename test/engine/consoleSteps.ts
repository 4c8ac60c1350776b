import { PineconeClient } from "../../pinecone";
import type { TestCloud, TestStack } from "./harness";

/** Values of a key in the console. Nothing looks at them there before an index is made. */
export const brought = {
  name: "search-key",
  roleArn: "arn:aws:iam::111122223333:role/pinecone-cmek",
  keyArn: "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab",
  externalId: "3f1c2d9a-5b0e-4c7d-8a61-9e2b7f4d0c53",
};

/** The command that a worksheet prints, word for word. */
export function confirmCommandIn(message: string): string {
  const command = /pulumi config set --path .+$/m.exec(message)?.[0];
  if (command === undefined) throw new Error(`No command to confirm with in: ${message}`);
  return command;
}

/** The fingerprint that a worksheet asks for. */
export function fingerprintIn(message: string): string {
  return confirmCommandIn(message).split(" ").at(-1) ?? "";
}

/** Does the last step of the worksheet: runs its command in a shell. */
export async function confirm(stack: TestStack, message: string): Promise<void> {
  const { code, stderr } = await stack.shell(confirmCommandIn(message));
  if (code !== 0) throw new Error(`The command of the worksheet failed: ${stderr}`);
}

/** The one CmekBinding of a stack's state. */
export function bindingIn(stack: TestStack) {
  return stack.resources().find(({ type }) => type === "pinecone-security:index:CmekBinding");
}

/** Somebody at Pinecone, past Pulumi: what a person does in the console. */
export function person({ pinecone }: TestCloud): PineconeClient {
  const { url: apiUrl, tokenUrl, clientId, clientSecret } = pinecone;
  return new PineconeClient({ apiUrl, tokenUrl, clientId, clientSecret });
}
