import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { log, step } from "./report";
import { isOfAnAccount, type Session } from "./session";

/** Says what a person can do with a demo that was left running, and how to stop it. */
export function sayHowToLookAround(session: Session): void {
  const { env, pid } = session.cloud;
  const script = join(session.folder, "env.sh");
  writeFileSync(script, shellScript(session));
  const url = env["PINECONE_CONTROLLER_HOST"] ?? "";
  step("Left running. To look around, in this terminal or another:");
  log(`
  cd ${session.project} && . ${script}

  pulumi stack --show-urns                             what there is
  pulumi stack output --show-secrets                   with the API keys
  pulumi config set --path 'regions[0]' us-east-1      a change that is allowed:
  pulumi config set --path 'regions[1]' us-west-2        one more region may use the key
  pulumi up
  curl ${url}/_emulator/snapshot      what Pinecone has
  curl ${url}/_emulator/requests      what it was asked

To stop it and remove all of it:

  kill ${pid ?? ""} && rm -r ${session.folder}`);
}

/** The session's environment for the user's shell, without what is there of real accounts. */
function shellScript({ env, engineFolder }: Session): string {
  const foreign = Object.keys(process.env).filter((name) => isOfAnAccount(name) && !(name in env));
  const lines = Object.entries({ ...env, PATH: `${engineFolder}:$PATH` }).map(
    ([name, value]) => `export ${name}="${value}"`,
  );
  return `${[...foreign.map((name) => `unset ${name}`), ...lines].join("\n")}\n`;
}
