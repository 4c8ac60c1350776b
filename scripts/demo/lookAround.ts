import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { log, step } from "./report";
import type { Place } from "./privateWay";
import { isOfAnAccount } from "./pulumi";
import type { Session } from "./session";

/** Says what a person can do with a demo that was left running, and how to stop it. */
export function sayHowToLookAround(session: Session, place: Place): void {
  const { env, pid } = session.cloud;
  const script = join(session.folder, "env.sh");
  const { host, privateHost, apiKey, vpcEndpointId } = place;
  const names = { PUBLIC_HOST: host, PRIVATE_HOST: privateHost, INDEX_KEY: apiKey, VPC_ENDPOINT: vpcEndpointId };
  writeFileSync(script, shellScript({ engineFolder: session.engineFolder, env: { ...session.env, ...names } }));
  const url = env["PINECONE_CONTROLLER_HOST"] ?? "";
  step("Left running. To look around, in this terminal or another:");
  log(`
  cd ${session.encrypted.folder} && . ${script}

  pulumi stack --show-urns                             what there is
  pulumi stack output --show-secrets                   with the API keys
  pulumi config set --path 'regions[0]' us-east-1      a change that is allowed:
  pulumi config set --path 'regions[1]' us-west-2        one more region may use the key
  pulumi up
  curl ${url}/_emulator/snapshot      what Pinecone has
  curl ${url}/_emulator/requests      what it was asked

The private way is a stack of its own:

  cd ${session.link.folder}

  curl ${url}/describe_index_stats -H "Host: $PUBLIC_HOST" -H "Api-Key: $INDEX_KEY"      as from the internet
  curl ${url}/describe_index_stats -H "Host: $PRIVATE_HOST" -H "Api-Key: $INDEX_KEY" \\
    -H "x-emulator-vpc-endpoint: $VPC_ENDPOINT"                                          as from the VPC
  pulumi config set privateEndpointsOnly false         lets the internet in again:
  pulumi up

To stop it and remove all of it:

  kill ${pid ?? ""} && rm -r ${session.folder}`);
}

/** The session's environment for the user's shell, without what is there of real accounts. */
export function shellScript({ env, engineFolder }: Pick<Session, "env" | "engineFolder">): string {
  const foreign = Object.keys(process.env).filter((name) => isOfAnAccount(name) && !(name in env));
  const lines = Object.entries({ ...env, PATH: `${engineFolder}:$PATH` }).map(
    ([name, value]) => `export ${name}="${value}"`,
  );
  return `${[...foreign.map((name) => `unset ${name}`), ...lines].join("\n")}\n`;
}
