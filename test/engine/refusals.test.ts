import type { PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { CmekProject, type CmekKeyOptions } from "../../index";
import { CmekBinding, type CmekBindingArgs, Project } from "../../sdk";
import { failure, useCloud } from "./harness";
import { apiBinding, boundProject, roleAndKey, type RoleAndKey, writes } from "./programs";

const cloud = useCloud();
const config = apiBinding;

/** The bound project, another one, and a change of the binding. */
function changed(parts: RoleAndKey, change: Partial<CmekBindingArgs> | "project" = {}): PulumiFn {
  return async () => {
    const search = new Project("search", { name: "search", forceEncryptionWithCmek: true });
    const other = new Project("other", { name: "other" });
    const args = { projectId: search.id, name: "search", ...parts };
    new CmekBinding("search-binding", change === "project" ? { ...args, projectId: other.id } : { ...args, ...change });
  };
}

const another = {
  name: "renamed",
  roleArn: "arn:aws:iam::123456789012:role/another",
  keyArn: "arn:aws:kms:us-east-1:123456789012:key/00000000-0000-4000-8000-000000000000",
  externalId: "9f0c8a55-0c0c-4c7d-9b1f-2f4d2d3b8e11",
};

describe("what a bound key is", () => {
  test("can't change: preview and up name every property at once, and nothing is sent", async () => {
    const parts = await roleAndKey(cloud);
    const stack = await cloud.stack(changed(parts), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    // The documents are those of the old role and key.
    stack.program = changed(parts, { ...another, trustPolicy: undefined, keyPolicy: undefined });
    for (const refused of [await failure(stack.preview()), await failure(stack.up())]) {
      for (const [property, value] of Object.entries(another)) {
        expect(refused).toMatch(new RegExp(`${property}\\b.*can't change from .* to "${value}"`));
      }
      expect(refused).toContain("make a new Project with a CmekBinding of its own");
    }
    expect(await writes(cloud)).toEqual([]);
  });

  test("can't get another project", async () => {
    const parts = await roleAndKey(cloud);
    const stack = await cloud.stack(changed(parts), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    stack.program = changed(parts, "project");
    expect(await failure(stack.preview())).toMatch(/projectId\b.*can't change from/);
    expect(await failure(stack.up())).toMatch(/projectId\b.*can't change from/);
    expect(await writes(cloud)).toEqual([]);
  });

  test("can't get another key, also when the new one is not made yet", async () => {
    const program =
      (key: CmekKeyOptions): PulumiFn =>
      async () => {
        new CmekProject("search", {
          pineconeAccountId: cloud.pinecone.pineconeAccountId,
          trust: { variant: "explicitRegions", regions: ["us-east-1"] },
          key,
        });
      };
    const stack = await cloud.stack(program({}), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    stack.program = program({ multiRegion: true });
    expect(await failure(stack.preview())).toMatch(
      /keyArn\b.*may change: its new value is not known yet, it was "arn:aws:kms/,
    );
    expect(await writes(cloud)).toEqual([]);
  });
});

describe("a second key for a project", () => {
  const twice =
    (parts: RoleAndKey, bindings: readonly string[]): PulumiFn =>
    async () => {
      const project = new Project("search", { name: "search", forceEncryptionWithCmek: true });
      for (const name of bindings) new CmekBinding(name, { projectId: project.id, name, ...parts });
    };

  test("of the same stack is refused in preview, when the project is there", async () => {
    const parts = await roleAndKey(cloud);
    const stack = await cloud.stack(twice(parts, []), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    stack.program = twice(parts, ["first", "second"]);
    expect(await failure(stack.preview())).toMatch(
      /is bound by another CmekBinding of this stack too: .*(first|second)/,
    );
    expect(await writes(cloud)).toEqual([]);
  });

  test("of the same stack is never sent, when the project is made in the same up", async () => {
    const stack = await cloud.stack(twice(await roleAndKey(cloud), ["first", "second"]), { config });
    expect(await failure(stack.up())).toMatch(/is bound by another CmekBinding of this stack too: .*(first|second)/);

    const { projects, cmekKeys } = await cloud.pinecone.snapshot();
    expect(projects).toHaveLength(1);
    const sent = (await writes(cloud)).filter((request) => request.includes("cmek-keys"));
    expect(sent).toHaveLength(cmekKeys.length);
    expect(sent.length).toBeLessThan(2);
  });

  test("that another stack has bound is refused in preview and up, with the way to take it over", async () => {
    const parts = await roleAndKey(cloud);
    const owner = await cloud.stack(boundProject(parts), { config });
    const projectId = String((await owner.up()).outputs["projectId"]?.value);
    await cloud.pinecone.clearRequests();

    const stack = await cloud.stack(
      async () => {
        new CmekBinding("mine", { projectId, name: "mine", ...parts });
      },
      { config },
    );
    for (const refused of [await failure(stack.preview()), await failure(stack.up())]) {
      expect(refused).toContain(`${projectId} has a CMEK key already: "search"`);
      expect(refused).toContain(`pulumi import pinecone-security:index:CmekBinding mine ${projectId}`);
    }
    expect(await writes(cloud)).toEqual([]);
  });
});

describe("forced encryption", () => {
  const forced =
    (forceEncryptionWithCmek?: boolean, name = "search"): PulumiFn =>
    async () => {
      new Project("search", { name, forceEncryptionWithCmek });
    };

  test("can't be turned off: preview and up refuse, nothing is sent", async () => {
    const stack = await cloud.stack(forced(true), { config });
    await stack.up();
    await cloud.pinecone.clearRequests();

    stack.program = forced(false);
    expect(await failure(stack.preview())).toContain("Once enabled, CMEK encryption cannot be disabled");
    expect(await failure(stack.up())).toContain("Once enabled, CMEK encryption cannot be disabled");
    expect(await writes(cloud)).toEqual([]);
  });

  test("stays on when the program does not say so any more, and a rename does not touch it", async () => {
    const stack = await cloud.stack(forced(true), { config });
    await stack.up();
    stack.program = forced(undefined, "found");
    await stack.up();

    expect((await cloud.pinecone.snapshot()).projects).toMatchObject([
      { name: "found", force_encryption_with_cmek: true },
    ]);
    const update = (await cloud.pinecone.requests()).find(({ method }) => method === "PATCH");
    expect(update?.body).toEqual({ name: "found" });
  });
});
