/** Writes what follows from the definitions and the components: schema.json, sdk/, docs/reference/. With `--check`: fails when one of them is stale. */
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { parseArgs } from "node:util";
import { ComponentSources } from "../gen/componentReference";
import { failingProgram } from "../gen/failingProgram";
import { generatedFiles } from "../gen/files";
import { policyFileName, type ShownPolicy } from "../gen/policyReference";
import { staleFiles } from "../gen/stale";
import { REGION_TABLE } from "../iam";
import { policies } from "../policy/policies";
import { configuration, functions, resources } from "../provider/resources";

const root = join(__dirname, "..");

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });
  const { version } = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  const components = listIfThere("components").map((name) => `components/${name}`);
  const sources = Object.fromEntries(components.map((path) => [path, readIfThere(path) ?? ""]));
  const shapes = { version, resources, functions, configuration, policies: shownPolicies(), regions: REGION_TABLE };
  const files = await generatedFiles(shapes, new ComponentSources(sources));
  const stale = staleFiles(files, { read: readIfThere, list: listIfThere });
  if (values.check) {
    if (stale.length === 0) return;
    console.error(
      `Not what the definitions say:\n${stale.map(({ path }) => `  ${path}`).join("\n")}\nRun \`npm run gen\` and commit.`,
    );
    process.exitCode = 1;
    return;
  }
  for (const { path, text } of stale) {
    if (text === undefined) rmSync(join(root, path));
    else write(join(root, path), text);
    console.log(path);
  }
}

function shownPolicies(): ShownPolicy[] {
  return policies.map((policy) => {
    const path = `test/policy/failing/${policyFileName(policy)}.ts`;
    const text = readIfThere(path);
    return { policy, failing: text === undefined ? undefined : failingProgram(path, text) };
  });
}

function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}

function readIfThere(path: string): string | undefined {
  return unlessMissing(() => readFileSync(join(root, path), "utf8"));
}

function listIfThere(folder: string): string[] {
  return unlessMissing(() => readdirSync(join(root, folder))) ?? [];
}

function unlessMissing<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
