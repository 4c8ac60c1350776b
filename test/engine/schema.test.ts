import { readFileSync, writeFileSync } from "node:fs";
import { delimiter, join } from "node:path";
import { describe, expect, test } from "vitest";
import { stringify } from "yaml";
import { version } from "../../package.json";
import { Project } from "../../index";
import { failure, TestStack, useCloud } from "./harness";

const root = join(__dirname, "..", "..");
const plugin = join(root, "dist", "plugin", "pulumi-resource-pinecone-security");
const schemaFile = join(root, "schema.json");

describe("the schema", () => {
  test("that the engine gets from the plugin is schema.json", async () => {
    const stack = await TestStack.create(async () => undefined);
    const { code, stdout, stderr } = await stack.pulumi("package", "get-schema", plugin);
    expect(code, stderr).toBe(0);
    expect(JSON.parse(stdout), "if not, dist/ may be older than schema.json: npm run build").toEqual(
      withoutEmpty(JSON.parse(readFileSync(schemaFile, "utf8"))),
    );
  });

  test("passes Pulumi's own check", async () => {
    const stack = await TestStack.create(async () => undefined);
    const { code, stdout, stderr } = await stack.pulumi("schema", "check", schemaFile);
    expect(code, stdout + stderr).toBe(0);
    expect(stdout + stderr).not.toMatch(/warning|error/i);
  });
});

describe("without a path in Pulumi.yaml", () => {
  const cloud = useCloud();

  /** A stack of a project whose Pulumi.yaml names no plugin. */
  async function plainStack(env: Readonly<Record<string, string>> = {}): Promise<TestStack> {
    const program = async () => {
      new Project("search", { name: "search" });
    };
    const stack = await cloud.stack(program, { env });
    writeFileSync(join(stack.folders.work, "Pulumi.yaml"), stringify({ name: "claims", runtime: "nodejs" }));
    return stack;
  }

  async function projects() {
    return (await cloud.pinecone.snapshot()).projects.map(({ name }) => name);
  }

  test("the plugin is not found, unless it is installed or on PATH", async () => {
    const stack = await plainStack();
    expect(await failure(stack.up())).toMatch(/no resource plugin 'pulumi-resource-pinecone-security'/);
    expect(await projects()).toEqual([]);
  });

  test.each([
    ["file", plugin],
    ["folder", join(root, "dist", "plugin")],
  ])("a program runs once `pulumi plugin install` was given the plugin's %s", async (_what, path) => {
    const stack = await plainStack();
    const install = ["plugin", "install", "resource", "pinecone-security", version, "--file", path];
    const { code, stderr } = await stack.pulumi(...install);
    expect(code, stderr).toBe(0);
    await stack.up();
    expect(await projects()).toEqual(["search"]);
  });

  test("a program runs with the plugin on PATH", async () => {
    const stack = await plainStack({ PATH: [join(root, "dist", "plugin"), process.env["PATH"]].join(delimiter) });
    await stack.up();
    expect(await projects()).toEqual(["search"]);
  });
});

/** Empty objects and lists mean nothing in a schema, and the engine leaves them out. */
function withoutEmpty(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  const entries = Object.entries(value).map(([name, item]) => [name, withoutEmpty(item)] as const);
  return Object.fromEntries(entries.filter(([, item]) => !isEmpty(item)));
}

function isEmpty(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).length === 0;
}
