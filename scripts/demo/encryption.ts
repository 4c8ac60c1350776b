/** The first journey: a project that is encrypted with a key of one's own. */
import { claim, log, step } from "./report";
import { refused } from "./refusal";
import type { Session } from "./session";

/** The root program, from nothing, and what is refused of it. */
export async function showEncryption(session: Session): Promise<void> {
  await bringUp(session);
  await encrypt(session);
  await showRefusal(session);
}

async function bringUp({ encrypted, cloud }: Session): Promise<void> {
  step("One `pulumi up`: IAM role, KMS key, Pinecone project with forced encryption, and the key bound to it");
  await encrypted.init({
    pineconeAccountId: cloud.pineconeAccountId,
    // A demo has to be able to destroy what it made.
    protect: "false",
    // The emulator has the routes that Pinecone itself only has in its console.
    "pinecone-security:binding": "api",
  });
  await encrypted.show("up", "--yes", "--skip-preview", "--suppress-progress");
  step("A second preview has nothing to do");
  await encrypted.show("preview", "--expect-no-changes", "--suppress-progress");
}

async function encrypt({ encrypted, cloud }: Session): Promise<void> {
  step("The bound key really encrypts");
  const { projectId, keyArn } = await encrypted.outputs();
  const plaintext = "what a vector says";
  const sealed = await cloud.emulator.encrypt(String(projectId), plaintext);
  log(`Pinecone assumes the role with the external ID and encrypts "${plaintext}":`);
  log(`  ${sealed.ciphertext}`);
  claim(sealed.keyArn === keyArn, "the key is the one of this stack");
  claim(!Buffer.from(sealed.ciphertext, "base64").includes(plaintext), "the plaintext isn't in the ciphertext");
  claim(sealed.decrypted === plaintext, `it decrypts to "${sealed.decrypted}"`);
}

async function showRefusal({ encrypted }: Session): Promise<void> {
  step("A bound key can't be changed: a preview that would replace it is refused, before anything moves");
  const urn = await encrypted.urnOf("kms/key:Key");
  const words = await refused(encrypted, "preview", "--replace", urn);
  claim(/keyArn.*cannot change the key/s.test(words), "it names the key and Pinecone's rule");
}

/** Destroys the stack, and looks whether anything is left. */
export async function destroyEncrypted({ encrypted, cloud }: Session): Promise<void> {
  step("`pulumi destroy` of the encrypted project");
  await encrypted.show("destroy", "--yes", "--skip-preview", "--suppress-progress", "--remove");
  const { projects, cmekKeys } = await cloud.emulator.snapshot();
  claim(projects.length === 0 && cmekKeys.length === 0, "Pinecone has no project and no key any more");
}
