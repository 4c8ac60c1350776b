import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { describe, expect, test } from "vitest";
import { startEmulator } from "../../../local/emulator";
import { HELP, readOptions, UsageError } from "../../../local/pinecone/options";
import { Api, errorOf, forThisTest } from "./support";

const main = join(__dirname, "..", "..", "..", "local", "pinecone", "main.ts");

function run(...flags: string[]) {
  const child = spawn(process.execPath, ["--require", "tsx/cjs", main, ...flags], { stdio: ["pipe", "pipe", "pipe"] });
  const output = Promise.all([text(child.stdout), text(child.stderr), once(child, "exit")]);
  return { child, ended: output.then(([stdout, stderr, [code]]) => ({ stdout, stderr, code: code as number | null })) };
}

/** Waits for the line that says that it listens. */
async function announced(child: ReturnType<typeof run>["child"]): Promise<Record<string, string>> {
  const [line] = (await once(child.stdout, "data")) as [Buffer];
  return JSON.parse(line.toString()) as Record<string, string>;
}

describe("the process", () => {
  test.each(["SIGTERM", "SIGINT"] as const)(
    "prints one line when it listens and ends cleanly on %s, requests open or not",
    async (signal) => {
      const { child, ended } = run("--pinecone-account-id", "111122223333");
      const line = await announced(child);
      expect(line).toEqual({
        url: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+$/) as string,
        tokenUrl: `${line["url"] ?? ""}/oauth/token`,
        clientId: expect.any(String) as string,
        clientSecret: expect.any(String) as string,
        pineconeAccountId: "111122223333",
      });
      const order = JSON.stringify({ effect: { kind: "hang" } });
      await fetch(`${line["url"] ?? ""}/_emulator/faults`, { method: "POST", body: order });
      const hanging = fetch(`${line["url"] ?? ""}/indexes`).then(
        () => "answered",
        () => "cut",
      );
      while ((await (await fetch(`${line["url"] ?? ""}/_emulator/requests`)).text()) === "[]");
      child.kill(signal);
      expect(await ended).toMatchObject({ code: 0, stderr: "" });
      expect(await hanging).toBe("cut");
    },
  );

  test("ends when its stdin is closed, if it was told to", async () => {
    const { child, ended } = run("--exit-with-parent");
    await announced(child);
    child.stdin.end();
    expect(await ended).toMatchObject({ code: 0, stderr: "" });
  });

  test("says in one line that its port is taken", async () => {
    const emulator = await forThisTest(startEmulator());
    const port = new URL(emulator.url).port;
    const { code, stderr } = await run("--port", port).ended;
    expect(code).toBe(1);
    expect(stderr).toMatch(new RegExp(`^pinecone-security-emulator: .*in use 127\\.0\\.0\\.1:${port}\\n$`));
    await expect(startEmulator({ port: Number(port) })).rejects.toThrow(/did not start\. .*in use/);
  });

  test("prints its help, and refuses what it does not know", async () => {
    expect(await run("--help").ended).toEqual({ code: 0, stdout: HELP, stderr: "" });
    const { code, stderr } = await run("--colour").ended;
    expect(code).toBe(2);
    expect(stderr).toBe("pinecone-security-emulator: Unknown option '--colour'\nRun with --help for the flags.\n");
  });

  test("tells that moto is missing when a key is bound, and what to do", async () => {
    const api = new Api(await forThisTest(startEmulator({ awsEndpoint: "http://127.0.0.1:1" })));
    const { id } = await api.project();
    const reply = await api.admin("POST", `/admin/projects/${id}/cmek-keys`, {
      name: "main",
      role_arn: "arn:aws:iam::123456789012:role/x",
      key_arn: "arn:aws:kms:us-east-1:123456789012:key/1234abcd-12ab-34cd-56ef-1234567890ab",
    });
    expect(errorOf(reply)).toMatch(
      /^500 UNKNOWN: The emulator can't use AWS at http:\/\/127\.0\.0\.1:1: .*ECONNREFUSED.*Start moto there/,
    );
  });
});

describe("the command line", () => {
  test("has defaults, which the environment and then flags override", () => {
    expect(readOptions([], {})).toEqual({
      port: 0,
      awsEndpoint: "http://127.0.0.1:5000",
      region: "us-east-1",
      pineconeAccountId: "777788889999",
      exitWithParent: false,
    });
    const env = {
      AWS_ENDPOINT_URL: "http://moto:1",
      AWS_REGION: "eu-west-1",
      PINECONE_EMULATOR_CLIENT_ID: "id",
      PINECONE_EMULATOR_CLIENT_SECRET: "secret",
    };
    const chosen = { awsEndpoint: "http://moto:1", region: "eu-west-1", clientId: "id", clientSecret: "secret" };
    expect(readOptions([], env)).toMatchObject(chosen);
    const flags = ["--aws-endpoint", "http://moto:2", "--region", "us-west-2", "--port", "8080"];
    expect(readOptions(flags, env)).toMatchObject({ awsEndpoint: "http://moto:2", region: "us-west-2", port: 8080 });
  });

  test.each([
    [["--port", "65536"], /--port is "65536"/],
    [["--aws-endpoint", "moto"], /AWS endpoint is "moto"/],
    [["--pinecone-account-id", "123"], /--pinecone-account-id: "123" has 3 digits/],
    [["--colour"], /Unknown option/],
    [["word"], /Unexpected argument/],
  ])("%j is refused", (args, problem) => {
    expect(() => readOptions(args, {})).toThrow(UsageError);
    expect(() => readOptions(args, {})).toThrow(problem);
  });
});
