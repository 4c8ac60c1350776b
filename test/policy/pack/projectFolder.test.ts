import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";

const root = join(__dirname, "..", "..", "..");
const ASKING = `const { projectFolder } = require("./policy/pack/projectFolder"); process.chdir(process.env.PACK); console.log(projectFolder());`;

let base: string;

beforeEach(() => {
  base = realpathSync(mkdtempSync(join(tmpdir(), "pinecone-security-folder-")));
  for (const name of ["pack", "project/program", "elsewhere"]) mkdirSync(join(base, name), { recursive: true });
});

afterEach(() => {
  rmSync(base, { recursive: true, force: true });
});

/** What a process says that runs in the pack's folder, was started by one in the folder `engine`, and whose shell was in `shell`. */
function projectFolderOf({ engine, shell }: { engine: string; shell: string }): string {
  // A shell sets PWD itself, so it is given past it.
  const script = `(cd ${root} && exec env PWD=${join(base, shell)} node --import tsx -e "$ASKING"); true`;
  const env = { ...process.env, ASKING, PACK: join(base, "pack") };
  const told = execFileSync("sh", ["-c", script], { cwd: join(base, engine), env, encoding: "utf8" });
  return told.trim();
}

describe("the project of a pack that runs in its own folder", () => {
  test.each(["Pulumi.yaml", "Pulumi.yml", "Pulumi.json"])("is where the user's shell is, by its %s", (file) => {
    writeFileSync(join(base, "project", file), "");
    expect(projectFolderOf({ engine: "elsewhere", shell: "project" })).toBe(join(base, "project"));
  });

  test("is above where the user's shell is", () => {
    writeFileSync(join(base, "project", "Pulumi.yaml"), "");
    expect(projectFolderOf({ engine: "elsewhere", shell: "project/program" })).toBe(join(base, "project"));
  });

  test.runIf(process.platform === "linux")("is where the engine runs, as with `pulumi --cwd`", () => {
    for (const name of ["project", "elsewhere"]) writeFileSync(join(base, name, "Pulumi.yaml"), "");
    expect(projectFolderOf({ engine: "project", shell: "elsewhere" })).toBe(join(base, "project"));
  });

  test("is not known without a project file, and then the pack's folder has to do", () => {
    expect(projectFolderOf({ engine: "elsewhere", shell: "elsewhere" })).toBe(join(base, "pack"));
  });
});
