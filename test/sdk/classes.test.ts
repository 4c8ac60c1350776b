import * as pulumi from "@pulumi/pulumi";
import { beforeEach, describe, expect, test } from "vitest";
import { ApiKey, CmekBinding, ExternalId, getProject, getProjectOutput, Project, Provider } from "../../index";
import { VERSION } from "../../sdk/utilities";

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: unknown;
  readonly id: string | undefined;
}

let asked: Asked[];

beforeEach(async () => {
  asked = [];
  await pulumi.runtime.setMocks({
    newResource: ({ type, name, inputs, id }) => {
      asked.push({ type, name, inputs, id: id === "" ? undefined : id });
      return { id: id === undefined || id === "" ? `${name}-id` : id, state: { ...(inputs as object), value: "made" } };
    },
    call: ({ token, inputs }) => ({ id: "project-1", name: token, ...(inputs as object) }),
  });
});

function value<T>(output: pulumi.Output<T>): Promise<T> {
  return new Promise((resolve) => {
    output.apply(resolve);
  });
}

/** The options a resource is registered with. */
async function optionsOf(
  make: (opts: pulumi.CustomResourceOptions) => pulumi.Resource,
): Promise<pulumi.CustomResourceOptions> {
  let found: pulumi.CustomResourceOptions = {};
  const transformations: pulumi.ResourceTransformation[] = [
    ({ opts }) => {
      found = opts;
      return undefined;
    },
  ];
  await value(make({ transformations }).urn);
  return found;
}

describe("a resource", () => {
  test("is registered under its token with exactly the arguments that were given", async () => {
    await value(new Project("p", { name: "search", forceEncryptionWithCmek: true }).urn);
    expect(asked).toEqual([
      {
        type: "pinecone-security:index:Project",
        name: "p",
        inputs: { name: "search", forceEncryptionWithCmek: true },
        id: undefined,
      },
    ]);
  });

  test("asks for the plugin of the package's own version, unless the program names another", async () => {
    expect((await optionsOf((opts) => new Project("p", { name: "search" }, opts))).version).toBe(VERSION);
    const other = await optionsOf((opts) => new Project("p", { name: "search" }, { ...opts, version: "9.9.9" }));
    expect(other.version).toBe("9.9.9");
  });

  test("keeps its secret outputs secret, besides those that the program names", async () => {
    const named = { additionalSecretOutputs: ["name"] };
    const options = await optionsOf((opts) => new ApiKey("k", { projectId: "p", name: "n" }, { ...opts, ...named }));
    expect(options.additionalSecretOutputs).toEqual(["name", "value"]);
  });

  test("needs no arguments when all of them are optional", async () => {
    expect(await value(new ExternalId("e").value)).toBe("made");
    expect(asked[0]?.inputs).toEqual({});
  });

  test("that exists already is read by its ID, without arguments", async () => {
    const binding = CmekBinding.get("b", "project-1");
    await value(binding.urn);
    expect(asked).toEqual([{ type: "pinecone-security:index:CmekBinding", name: "b", inputs: {}, id: "project-1" }]);
  });

  test("is told from others, and from what is no resource", async () => {
    const project = new Project("p", { name: "search" });
    await value(project.urn);
    expect([Project.isInstance(project), ApiKey.isInstance(project)]).toEqual([true, false]);
    expect([Project.isInstance(undefined), Project.isInstance(null), Project.isInstance("p")]).toEqual([
      false,
      false,
      false,
    ]);
  });

  test("that lacks arguments is refused with all of them, without a stack", () => {
    let error: unknown;
    try {
      new ApiKey("k", {} as never);
    } catch (thrown) {
      error = thrown;
    }
    expect(pulumi.InputPropertiesError.isInstance(error)).toBe(true);
    expect((error as Error).message).toBe(
      [
        'pinecone-security:index:ApiKey "k" can\'t be made from these arguments:',
        "  projectId: is required and was not given. Give it a value.",
        "  name: is required and was not given. Give it a value.",
      ].join("\n"),
    );
    expect((error as Error).stack).toBeUndefined();
    expect(asked).toEqual([]);
  });
});

describe("a function", () => {
  test("takes plain arguments, and outputs", async () => {
    expect(await getProject({ name: "search" })).toMatchObject({ id: "project-1", name: "search" });
    const output = getProjectOutput({ name: pulumi.output("search") });
    expect(await value(output.apply(({ id }) => id))).toBe("project-1");
  });
});

describe("the provider", () => {
  test("sends what is no text as JSON, and wraps secrets", async () => {
    let secret: unknown;
    const transformations: pulumi.ResourceTransformation[] = [
      ({ props }) => {
        secret = (props as { clientSecret?: unknown }).clientSecret;
        return undefined;
      },
    ];
    const args = { clientId: "id", clientSecret: "hush", binding: "api", maxRetries: 2, temporaryKeys: false } as const;
    const provider = new Provider("p", { ...args, confirmed: { "search-binding": "abc" } }, { transformations });
    await value(provider.urn);
    expect(asked[0]).toMatchObject({ type: "pulumi:providers:pinecone-security", name: "p" });
    expect(asked[0]?.inputs).toMatchObject({
      clientId: "id",
      binding: "api",
      confirmed: '{"search-binding":"abc"}',
      maxRetries: "2",
      temporaryKeys: "false",
    });
    expect(await pulumi.isSecret(secret as pulumi.Output<string>)).toBe(true);
    expect(Provider.isInstance(provider)).toBe(true);
  });

  test("takes nothing from the environment, so that no credential of it enters the stack", async () => {
    process.env["PINECONE_CLIENT_SECRET"] = "from the environment";
    try {
      await value(new Provider("p").urn);
    } finally {
      delete process.env["PINECONE_CLIENT_SECRET"];
    }
    expect(asked[0]?.inputs).toEqual({});
  });
});
