import { readdirSync } from "node:fs";
import { basename, join } from "node:path";
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { expect, test } from "vitest";
import { policyFileName } from "../../../gen/policyReference";
import { policies } from "../../../policy/policies";
import { judgedBy, policyPack, useCloud } from "../harness";

const cloud = useCloud();

/** Programs with one realistic mistake each, in files that are named like the policy meant for it. */
const folder = join(__dirname, "..", "..", "policy", "failing");

/** A program that fails. Where it takes a deployment before it to fail, that one is `before`. */
interface FailingProgram {
  readonly program: PulumiFn;
  readonly before?: PulumiFn;
}

const names = readdirSync(folder).map((file) => basename(file, ".ts"));

for (const name of names) {
  const policy = policies.find((each) => policyFileName(each) === name);

  test(`a preview of failing/${name} is failed by the policy meant for it and by no other`, async () => {
    const { program, before } = (await import(join(folder, name))) as FailingProgram;
    const pack = await policyPack({ all: "mandatory" });
    const config = { "pinecone-security:binding": "api", pineconeAccountId: cloud.pinecone.pineconeAccountId };
    const stack = await cloud.stack(before ?? program, { name: "prod", env: pack.env, config });
    if (before !== undefined) {
      await stack.up();
      stack.program = program;
    }
    const { failed, errors, violations } = await judgedBy(pack, stack);
    expect(errors).toBe("preview failed");
    expect(failed).toBe(true);
    expect([...new Set(violations.map((violation) => violation.policy))]).toEqual([policy?.name]);
  });
}
