import * as pulumi from "@pulumi/pulumi";
import { beforeAll, expect, test } from "vitest";
import { getProject, getProjectOutput } from "../../sdk";

const calls: pulumi.runtime.MockCallArgs[] = [];

beforeAll(async () => {
  await pulumi.runtime.setMocks({
    newResource: ({ name }) => ({ id: name, state: {} }),
    call: (args) => {
      calls.push(args);
      const inputs = args.inputs as { readonly name: string };
      if (inputs.name === "none") throw new Error("there is no project with the name none");
      return { ...inputs, id: "the-id" };
    },
  });
});

const valueOf = <T>(output: pulumi.Output<T>): Promise<T> =>
  new Promise((resolve) => {
    output.apply(resolve);
  });

test("a function takes plain arguments, or outputs", async () => {
  expect((await getProject({ name: "search" })).id).toBe("the-id");
  expect(await valueOf(getProjectOutput({ name: pulumi.output("search") }).id)).toBe("the-id");
  expect(await valueOf(getProjectOutput({ name: "search" }, { dependsOn: [] }).id)).toBe("the-id");
  expect(calls).toHaveLength(3);
  for (const call of calls) {
    expect({ token: call.token, inputs: call.inputs as unknown }).toEqual({
      token: "pinecone-security:index:getProject",
      inputs: { name: "search" },
    });
  }
});

test("a function that is refused has no stack to print", async () => {
  const error = await getProject({ name: "none" }).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(Error);
  expect((error as Error).stack).toBeUndefined();
});

test("what comes of secret arguments is secret", async () => {
  const { id } = getProjectOutput({ name: pulumi.secret("search") });
  expect(await pulumi.isSecret(id)).toBe(true);
});
