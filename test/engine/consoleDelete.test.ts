import type { PulumiFn } from "@pulumi/pulumi/automation";
import { afterEach, describe, expect, test } from "vitest";
import { CmekBinding, Project } from "../../index";
import { bindingIn, brought, confirm } from "./consoleSteps";
import { failure, useCloud, type TestStack } from "./harness";

const cloud = useCloud();

/** A project, and the binding of what was brought. */
const bound: PulumiFn = async () => {
  const project = new Project("search", { name: "search" });
  new CmekBinding("binding", { projectId: project.id, ...brought });
};

const withoutBinding: PulumiFn = async () => {
  new Project("search", { name: "search" });
};

/** A stack whose binding a person has confirmed. */
async function boundStack(): Promise<TestStack> {
  const stack = await cloud.stack(bound);
  await confirm(stack, await failure(stack.up()));
  await stack.up();
  return stack;
}

async function projectNames() {
  return (await cloud.pinecone.snapshot()).projects.map(({ name }) => name);
}

afterEach(async () => {
  const requests = await cloud.pinecone.requests();
  expect(requests.filter(({ path }) => path.includes("cmek-keys"))).toEqual([]);
});

describe("the deletion of a key that was bound in the console", () => {
  test("asks for a person, and `pulumi destroy --run-program` goes on once it is confirmed", async () => {
    const stack = await boundStack();
    const message = await failure(stack.destroy());
    expect(message).toContain(`For the key "${brought.name}" (Key ARN ${brought.keyArn})`);
    expect(message).toContain("`pulumi destroy --run-program`");
    expect(bindingIn(stack)).toBeDefined();
    expect(await projectNames()).toEqual(["search"]);

    await confirm(stack, message);
    await stack.destroy({ runProgram: true });
    expect(stack.resources()).toEqual([]);
    expect(await projectNames()).toEqual([]);
  });

  test("goes on with `pulumi destroy` after a `pulumi up` that takes the confirmation in", async () => {
    const stack = await boundStack();
    const message = await failure(stack.destroy());
    await confirm(stack, message);
    expect(await failure(stack.destroy()), "destroy alone goes by the last up").toContain("is not deleted yet");
    expect((await stack.up()).steps).toEqual({});
    await stack.destroy();
    expect(stack.resources()).toEqual([]);
  });

  test("is not confirmed by a wrong fingerprint", async () => {
    const stack = await boundStack();
    await stack.setConfig("pinecone-security:confirmed.binding", "0123456789ab", { path: true });
    expect(await failure(stack.destroy({ runProgram: true }))).toContain("confirms 0123456789ab, but");
    expect(bindingIn(stack)).toBeDefined();
  });

  test("is asked for by `pulumi up` when the resource is taken out of the program", async () => {
    const stack = await boundStack();
    stack.program = withoutBinding;
    const message = await failure(stack.up());
    expect(message).toContain('CmekBinding "binding" is not deleted yet');
    await confirm(stack, message);
    expect((await stack.up()).steps).toEqual({ delete: ["binding"] });
    expect(await projectNames()).toEqual(["search"]);
  });

  test("goes on when nothing of the package is left in the program, by putting the binding back for one up", async () => {
    const stack = await boundStack();
    stack.program = async () => undefined;
    const message = await failure(stack.up());
    expect(message).toMatch(/put it back/);
    await confirm(stack, message);
    expect(await failure(stack.up()), "the configuration does not reach the plugin").toContain("is not deleted yet");
    stack.program = bound;
    await stack.up();
    stack.program = async () => undefined;
    await stack.up();
    expect(await projectNames()).toEqual([]);
  });

  test("is refused while the project has an index, also when it is confirmed", async () => {
    const stack = await boundStack();
    await confirm(stack, await failure(stack.destroy()));
    const projectId = String(bindingIn(stack)?.id);
    await cloud.pinecone.createIndex(projectId, { name: "docs" });
    const message = await failure(stack.destroy({ runProgram: true }));
    expect(message).toMatch(/is not deleted: the project .* has the index "docs"/);

    await cloud.pinecone.deleteIndex(projectId, "docs");
    await stack.destroy({ runProgram: true });
    expect(await projectNames()).toEqual([]);
  });

  test("asks nobody when the key was never confirmed: it is forgotten with a warning", async () => {
    const stack = await cloud.stack(bound);
    expect(await failure(stack.up())).toContain("Waiting for a person");
    expect((await stack.destroy()).stdout).toMatch(/warning: CmekBinding "binding" was never confirmed/);
    expect(stack.resources()).toEqual([]);
  });
});
