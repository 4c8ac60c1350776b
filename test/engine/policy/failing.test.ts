import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { basename, join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { policyFileName } from "../../../gen/policyReference";
import { policies } from "../../../policy/policies";
import { judgedBy, policyPack, type TestStack, useCloud } from "../harness";

const cloud = useCloud();

/** Programs with one realistic mistake each, in files that are named like the policy meant for it. */
const folder = join(__dirname, "..", "..", "policy", "failing");

/** A program that fails. Where it takes a deployment before it to fail, that one is `before`. */
interface FailingProgram {
  readonly program: PulumiFn;
  readonly before?: PulumiFn;
  /** How long ago that was. @default 0 */
  readonly daysAgo?: number;
}

/** Moves the time of the last deployment back. */
async function age(stack: TestStack, days: number): Promise<void> {
  const file = join(stack.folders.work, "state.json");
  await stack.pulumi("stack", "export", "--stack", "prod", "--file", file);
  const back = (time: string): string => new Date(Date.parse(time) - days * 24 * 60 * 60 * 1000).toISOString();
  const times = /"(created|modified)": "([^"]+)"/g;
  const state = readFileSync(file, "utf8").replace(
    times,
    (_, key: string, time: string) => `"${key}": "${back(time)}"`,
  );
  writeFileSync(file, state);
  expect(await stack.pulumi("stack", "import", "--stack", "prod", "--file", file)).toMatchObject({ code: 0 });
}

const names = readdirSync(folder).map((file) => basename(file, ".ts"));

for (const name of names) {
  const policy = policies.find((each) => policyFileName(each) === name);

  test(`a preview of failing/${name} is failed by the policy meant for it and by no other`, async () => {
    const { program, before, daysAgo } = (await import(join(folder, name))) as FailingProgram;
    const pack = await policyPack({ all: "mandatory" });
    const config = { "pinecone-security:binding": "api", pineconeAccountId: cloud.pinecone.pineconeAccountId };
    const stack = await cloud.stack(before ?? program, { name: "prod", env: pack.env, config });
    if (before !== undefined) {
      await stack.up();
      if (daysAgo !== undefined) await age(stack, daysAgo);
      stack.program = program;
    }
    const { failed, errors, violations } = await judgedBy(pack, stack);
    expect(errors).toBe("preview failed");
    expect(failed).toBe(true);
    expect([...new Set(violations.map((violation) => violation.policy))]).toEqual([policy?.name]);
  });
}
