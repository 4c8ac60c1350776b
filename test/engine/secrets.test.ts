import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { EngineEvent, PulumiFn } from "@pulumi/pulumi/automation";
import { describe, expect, test } from "vitest";
import { ApiKey, NetworkAccess, Project, Provider } from "../../index";
import { failure, useCloud, type StackOptions, type TestStack } from "./harness";
import { admin, apiBinding } from "./programs";

const cloud = useCloud();
const noCredentials = { PINECONE_CLIENT_ID: "", PINECONE_CLIENT_SECRET: "" };

/** A project with an API key, whose value is a stack output. */
function withKey({ keyName = "reader", provided = false } = {}): PulumiFn {
  return async () => {
    const { clientId, clientSecret } = cloud.pinecone;
    const opts = provided ? { provider: new Provider("own", { clientId, clientSecret }) } : {};
    const project = new Project("search", { name: "search" }, opts);
    const key = new ApiKey("reader", { projectId: project.id, name: keyName }, opts);
    return { value: key.value };
  };
}

/** The credentials in the stack's configuration, and nowhere else. */
function configured(): StackOptions {
  return {
    env: noCredentials,
    config: { "pinecone-security:clientId": cloud.pinecone.clientId },
    secretConfig: { "pinecone-security:clientSecret": cloud.pinecone.clientSecret },
  };
}

/** Which secrets of this moment are in a text as they are. */
async function secretsIn(text: string): Promise<string[]> {
  const { apiKeys, accessTokens } = await cloud.pinecone.snapshot();
  const secrets = [
    ["client secret", cloud.pinecone.clientSecret],
    ...apiKeys.map(({ value }) => ["API key", value] as const),
    ...accessTokens.map((token) => ["access token", token] as const),
  ] as const;
  return [...new Set(secrets.flatMap(([what, secret]) => (text.includes(secret) ? [what] : [])))].sort();
}

/** What Pulumi's Node SDK says of every resource at its debug level, the secrets in it included. */
function isNodeSdks({ diagnosticEvent }: EngineEvent): boolean {
  // Its type does not know this one.
  const severity: string | undefined = diagnosticEvent?.severity;
  return severity === "debug" && diagnosticEvent?.message.startsWith("RegisterResource RPC finished: ") === true;
}

function configurationFile(stack: TestStack): string {
  return readFileSync(join(stack.folders.work, "Pulumi.dev.yaml"), "utf8");
}

describe("in the state, the plan, the configuration file, the output and the events there is no secret", () => {
  test.each([
    { way: "the configuration", provided: false, options: configured, told: ["API key"] },
    { way: "the environment", provided: false, options: () => ({}), told: ["API key"] },
    // What a program hands to a resource, the Node SDK tells.
    { way: "an argument", provided: true, options: () => ({ env: noCredentials }), told: ["API key", "client secret"] },
  ])("when the client secret comes by $way, but for the Node SDK's debug messages", async (row) => {
    const stack = await cloud.stack(withKey({ provided: row.provided }), row.options());
    const plan = join(stack.folders.work, "plan.json");
    await stack.preview({ plan });
    const { events, stdout } = await stack.up({ plan });
    const others = JSON.stringify(events.filter((event) => !isNodeSdks(event)));
    expect(await secretsIn(others + stdout + stack.stateFile() + readFileSync(plan, "utf8"))).toEqual([]);
    expect(await secretsIn(JSON.stringify(events.filter(isNodeSdks)))).toEqual(row.told);
    if (row.way === "the configuration") expect(await secretsIn(configurationFile(stack))).toEqual([]);
  });

  test("nor in the files of --save-plan and --event-log, for a program that needs no Node SDK", async () => {
    const resources = {
      search: { type: "pinecone-security:Project", properties: { name: "search" } },
      reader: {
        type: "pinecone-security:ApiKey",
        properties: { projectId: "${search.id}", name: "${keyName}" },
      },
    };
    const yaml = { config: { keyName: { default: "reader" } }, resources, outputs: { value: "${reader.value}" } };
    // `--event-log` is a flag for those who set this variable, as the automation API does.
    const env = { ...noCredentials, PULUMI_DEBUG_COMMANDS: "true" };
    const stack = await cloud.stack({ yaml }, { ...configured(), env });
    const run = async (...args: string[]) => {
      const ending = await stack.pulumi(...args, "--event-log", `${args[0] ?? ""}.log`);
      expect(ending.code, ending.stderr).toBe(0);
      return ending.stdout + ending.stderr;
    };
    const made = await run("up", "--yes", "--skip-preview");
    await stack.setConfig("keyName", "renamed");
    const planned = await run("preview", "--save-plan", "plan.json");
    const files = ["up.log", "preview.log", "plan.json"].map((name) =>
      readFileSync(join(stack.folders.work, name), "utf8"),
    );
    expect(files[2]).toContain('"renamed"');
    expect(await secretsIn([made, planned, stack.stateFile(), ...files].join("\n"))).toEqual([]);
  });
});

describe("at --debug -v=9 --logflow", () => {
  /** The engine's lines about what goes to and fro, and the Node SDK's about what it got, the engine's copies included. */
  const THEIRS = [
    /^(Unm|M)arshaling property for RPC\[/,
    /^Planner decided (not )?to \w+ 'urn:pulumi:\S+::pulumi:providers:pinecone-security::\S+'/,
    /^(eventSink::Debug\(<\{%reset%\}>)?RegisterResource RPC finished: resource:/,
    /debug: RegisterResource RPC finished: resource:/,
  ];

  test.each([
    { way: "an argument", provided: true, env: noCredentials, told: ["API key", "client secret"] },
    { way: "the environment", provided: false, env: {}, told: ["API key"] },
  ])("only the engine and the Node SDK tell secrets; the client secret came by $way", async (row) => {
    const { provided, env, told } = row;
    const stack = await cloud.stack(withKey({ provided }), { env });
    const { verbose, messages } = listening();
    await stack.up(verbose);
    stack.program = withKey({ provided, keyName: "renamed" });
    await cloud.pinecone.fault({ method: "PATCH", path: "/admin/api-keys/*", effect: { kind: "echo" } });
    expect(await failure(stack.up(verbose))).toContain("[redacted]");

    expect(messages().some((message) => message.includes(`can't update ApiKey "reader"`))).toBe(true);
    expect(await secretsIn(messages().filter(isOurs).join("\n"))).toEqual([]);
    expect(await secretsIn(messages().join("\n"))).toEqual(told);
  });

  test("the keys that indexes are listed with, a configured one and one made for it, are told by the engine alone", async () => {
    const { id: projectId } = await admin<{ id: string }>(cloud, "POST", "projects", { name: "search" });
    const viewer = { name: "viewer", roles: ["ControlPlaneViewer"] };
    const { value } = await admin<{ value: string }>(cloud, "POST", `projects/${projectId}/api-keys`, viewer);
    await cloud.pinecone.addPrivateEndpoint(projectId);
    const program: PulumiFn = async () => {
      new NetworkAccess("access", { projectId, privateEndpointsOnly: true });
    };
    const secretConfig = { "pinecone-security:apiKey": value };
    const stack = await cloud.stack(program, { config: apiBinding, secretConfig });
    await cloud.pinecone.fault({ path: "/indexes", effect: { kind: "echo" } });
    expect(await failure(stack.preview())).toContain("[redacted]");

    // The key that is made for the look stays, so that its value is known.
    const refusal = { kind: "status", status: 403 } as const;
    await cloud.pinecone.fault({ method: "DELETE", path: "/admin/api-keys/*", effect: refusal });
    const { verbose, messages } = listening();
    await stack.up(verbose);
    expect((await cloud.pinecone.snapshot()).apiKeys).toHaveLength(2);
    expect(messages().filter((message) => message.includes("The temporary API key")).length).toBeGreaterThan(0);
    expect(await secretsIn(messages().filter(isOurs).join("\n") + stack.stateFile())).toEqual([]);
  });

  /** What makes an operation tell all it can, and what it has told. */
  function listening() {
    let stdout = "";
    let stderr = "";
    const verbose = {
      debug: true,
      logVerbosity: 9,
      logFlow: true,
      onOutput: (text: string) => (stdout += text),
      onError: (text: string) => (stderr += text),
    };
    return { verbose, messages: () => `${stdout}\n${stderr}`.split("\n").map(messageOf) };
  }

  function isOurs(message: string): boolean {
    return !THEIRS.some((pattern) => pattern.test(message));
  }

  /** Without the engine's own frame around a line. */
  function messageOf(line: string): string {
    if (!line.startsWith("{")) return line;
    return (JSON.parse(line) as { msg: string }).msg;
  }
});

test("no error shows a secret of the request, though Pinecone's answer quotes the request", async () => {
  const stack = await cloud.stack(withKey());
  const failing = async (path: string, run: () => Promise<unknown>) => {
    await cloud.pinecone.fault({ path, effect: { kind: "echo" } });
    const message = await failure(run());
    expect(message, path).toContain("[redacted]");
    expect(await secretsIn(message), path).toEqual([]);
  };
  await failing("/oauth/token", () => stack.up());
  await failing("/admin/projects/*/api-keys", () => stack.up());
  await stack.up();
  await failing("/indexes", () => stack.destroy());
});

describe("credentials from the environment", () => {
  test("never enter the stack, neither in plain text nor encrypted", async () => {
    const stack = await cloud.stack(withKey());
    await stack.up();
    const provider = stack.resources().find(({ type }) => type === "pulumi:providers:pinecone-security");
    for (const properties of [provider?.inputs, provider?.outputs]) {
      expect(Object.keys(properties ?? {})).toContain("version");
      expect(properties).not.toHaveProperty("clientId");
      expect(properties).not.toHaveProperty("clientSecret");
    }
    expect(stack.stateFile()).not.toContain(cloud.pinecone.clientId);
  });

  test("are those of the day for refresh and destroy, after a rotation too", async () => {
    const stack = await cloud.stack(withKey());
    await stack.up();
    await cloud.pinecone.settings({ clientSecret: "rotated-secret" });
    const run = (secret: string, command: string) =>
      stack.shell(`PINECONE_CLIENT_SECRET=${secret} pulumi ${command} --yes --skip-preview`);
    const old = await run(cloud.pinecone.clientSecret, "refresh");
    expect(old.stdout + old.stderr).toContain("did not accept the client ID and the client secret");
    expect((await run("rotated-secret", "refresh")).code).toBe(0);
    expect((await run("rotated-secret", "destroy")).code).toBe(0);
    expect((await cloud.pinecone.snapshot()).projects).toEqual([]);
  });
});

test("a client secret in the configuration is rotated by --run-program, or by an up", async () => {
  const stack = await cloud.stack(withKey(), configured());
  await stack.up();
  await cloud.pinecone.settings({ clientSecret: "rotated-secret" });
  await stack.setConfig("pinecone-security:clientSecret", "rotated-secret", { secret: true });
  expect(await failure(stack.refresh()), "refresh goes by the last up").toContain("did not accept");
  await stack.refresh({ runProgram: true });
  await stack.up();
  await stack.destroy();
});

test("renaming a key keeps its value, which still opens Pinecone", async () => {
  const stack = await cloud.stack(withKey());
  const made = (await stack.up()).outputs["value"];
  stack.program = withKey({ keyName: "renamed" });
  const { steps, outputs } = await stack.up();
  expect(steps).toEqual({ update: ["reader"] });
  expect(outputs["value"]).toEqual({ value: made?.value as unknown, secret: true });
  expect((await cloud.pinecone.snapshot()).apiKeys).toMatchObject([
    { key: { name: "renamed" }, value: made?.value as string },
  ]);
  const headers = { "api-key": String(outputs["value"]?.value), "x-pinecone-api-version": "2026-07" };
  const answer = await fetch(`${cloud.pinecone.url}/indexes`, { headers });
  expect(answer.status).toBe(200);
});
