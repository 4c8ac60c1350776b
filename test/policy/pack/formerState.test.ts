import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { delimiter, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { formerState, STATE_VARIABLE } from "../../../policy/pack/formerState";

const exported = {
  version: 3,
  deployment: {
    resources: [{ urn: "urn:pulumi:prod::claims::x:y:Z::kept", type: "x:y:Z", created: "2026-01-01T00:00:00Z" }],
  },
};

/** The newer Node language hosts give the pack the first only, the older engines the second. */
const ORGANIZATION_VARIABLES = ["PULUMI_NODEJS_ORGANIZATION", "PULUMI_ORGANIZATION"];

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "pinecone-security-former-"));
  vi.stubEnv(STATE_VARIABLE, undefined);
  for (const name of ORGANIZATION_VARIABLES) vi.stubEnv(name, undefined);
});

afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true, force: true });
});

/** A `pulumi` that notes its arguments and then does as it is told. */
function pulumiThat(script: string): void {
  const file = join(folder, "pulumi");
  writeFileSync(file, `#!/bin/sh\necho "$@" > ${folder}/arguments\n${script}\n`);
  chmodSync(file, 0o755);
  vi.stubEnv("PATH", [folder, process.env["PATH"]].join(delimiter));
}

const asked = (): string => readFileSync(join(folder, "arguments"), "utf8");

describe("the state from before", () => {
  test("is what `pulumi stack export` prints", async () => {
    writeFileSync(join(folder, "state.json"), JSON.stringify(exported));
    pulumiThat(`cat ${folder}/state.json`);
    const state = await formerState("claims", "prod");
    expect(state).toMatchObject({ known: true, resources: [{ name: "kept", created: "2026-01-01T00:00:00Z" }] });
    expect(asked()).toContain("stack export --stack prod --non-interactive");
    expect(asked()).not.toContain("show-secrets");
  });

  test.each(ORGANIZATION_VARIABLES)("is asked for by the stack's whole name where %s is told", async (variable) => {
    vi.stubEnv(variable, "acme");
    pulumiThat("echo '{}'");
    await formerState("claims", "prod");
    expect(asked()).toContain("--stack acme/claims/prod ");
  });

  test("has no resources where nothing was deployed yet", async () => {
    pulumiThat(`echo '{"version":3,"deployment":{}}'`);
    expect(await formerState("claims", "prod")).toEqual({ known: true, resources: [] });
  });

  test("can be given as a file", async () => {
    const file = join(folder, "given.json");
    writeFileSync(file, JSON.stringify(exported));
    vi.stubEnv(STATE_VARIABLE, file);
    expect(await formerState("claims", "prod")).toMatchObject({ known: true, resources: [{ name: "kept" }] });
  });

  test("can be given as a file by a path from where the user is, which is not where the pack runs", async () => {
    writeFileSync(join(folder, "given.json"), JSON.stringify(exported));
    vi.stubEnv("PWD", folder);
    vi.stubEnv(STATE_VARIABLE, "given.json");
    expect(await formerState("claims", "prod")).toMatchObject({ known: true, resources: [{ name: "kept" }] });
  });

  test("is not known where the command fails, in the command's last words", async () => {
    pulumiThat("echo 'warning: old' >&2; echo 'error: no stack named prod found' >&2; exit 255");
    expect(await formerState("claims", "prod")).toEqual({
      known: false,
      why: "`pulumi stack export` can't be read (error: no stack named prod found)",
    });
  });

  test("is not known where what is printed is no JSON, or the file is not there", async () => {
    pulumiThat("echo nonsense");
    expect(await formerState("claims", "prod")).toMatchObject({ known: false });
    vi.stubEnv(STATE_VARIABLE, join(folder, "none.json"));
    const state = await formerState("claims", "prod");
    expect(state).toMatchObject({ known: false });
    expect(JSON.stringify(state)).toContain(`none.json of ${STATE_VARIABLE} can't be read (ENOENT`);
  });
});
