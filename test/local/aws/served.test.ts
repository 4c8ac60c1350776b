import { spawn, type ChildProcess } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import {
  CheckRequest,
  ConfigureRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  GetSchemaRequest,
  InvokeRequest,
  ReadRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { build } from "esbuild";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { functions } from "../../../local/aws/functions";
import { types } from "../../../local/aws/types";
import { startMoto, type Moto } from "../../../local/moto";
import { decodeProperties, encodeProperties, UNKNOWN, type PropertyMap } from "../../../provider/rpc";
import { ask, connect, failureOf } from "../../provider/rpc/support";
import { MOTO_START_MS } from "./cloud";
import { ACCOUNT, kmsOf, REGION } from "./support";

const KEY = "aws:kms/key:Key";
const URN = `urn:pulumi:test::test::${KEY}::key`;

let moto: Moto;
let folder: string;
let plugin: ChildProcess;
let client: ResourceProviderClient;
let stderr = "";

/** One file, as the build makes it, started in a folder without any package. */
async function bundled(): Promise<string> {
  folder = await mkdtemp(join(tmpdir(), "pulumi-resource-aws-"));
  const outfile = join(folder, "pulumi-resource-aws");
  const entry = join(__dirname, "../../../local/aws/main.ts");
  await build({ entryPoints: [entry], outfile, bundle: true, platform: "node", target: "node20", format: "cjs" });
  return outfile;
}

beforeAll(async () => {
  moto = await startMoto();
  plugin = spawn(process.execPath, [await bundled()], {
    cwd: folder,
    env: { AWS_ENDPOINT_URL: moto.endpoint, AWS_ACCESS_KEY_ID: "test", AWS_SECRET_ACCESS_KEY: "test" },
    stdio: ["pipe", "pipe", "pipe"],
  });
  plugin.stderr?.on("data", (chunk) => (stderr += String(chunk)));
  if (plugin.stdout === null) throw new Error("the plugin has no stdout");
  const [port] = (await once(createInterface(plugin.stdout), "line")) as [string];
  client = connect(Number(port));
  await ask(client, "configure", new ConfigureRequest().setArgs(wire({ region: REGION })).setAcceptsecrets(true));
}, MOTO_START_MS);

afterAll(async () => {
  client.close();
  plugin.kill();
  await once(plugin, "exit");
  await moto.stop();
  await rm(folder, { recursive: true });
});

const wire = (properties: PropertyMap): Struct => encodeProperties(properties);
const plain = (struct: Struct | undefined): PropertyMap => (struct === undefined ? {} : decodeProperties(struct));

describe("the plugin as the engine starts it", () => {
  test("has each type and function in its schema", async () => {
    const answer = await ask(client, "getSchema", new GetSchemaRequest());
    const schema = JSON.parse(answer.getSchema()) as { name: string; resources: object; functions: object };
    expect(schema.name).toBe("aws");
    expect(Object.keys(schema.resources)).toEqual(types.map(({ token }) => token));
    expect(Object.keys(schema.functions)).toEqual(functions.map(({ token }) => token));
  });

  test("takes a key from its check to its deletion", async () => {
    const checked = await ask(client, "check", new CheckRequest().setUrn(URN).setNews(wire({ description: "served" })));
    expect(checked.getFailuresList()).toEqual([]);
    const inputs = checked.getInputs();
    const request = new CreateRequest().setUrn(URN).setProperties(inputs);
    const preview = await ask(client, "create", request.clone().setPreview(true));
    expect(plain(preview.getProperties())).toMatchObject({ description: "served", arn: UNKNOWN });

    const created = await ask(client, "create", request);
    const id = created.getId();
    const outputs = created.getProperties();
    expect(plain(outputs)["arn"]).toBe(`arn:aws:kms:${REGION}:${ACCOUNT}:key/${id}`);

    const diff = new DiffRequest().setUrn(URN).setId(id).setOldInputs(inputs).setOlds(outputs).setNews(inputs);
    expect((await ask(client, "diff", diff)).getDiffsList()).toEqual([]);

    const read = new ReadRequest().setUrn(URN).setId(id).setInputs(inputs).setProperties(outputs);
    expect((await ask(client, "read", read)).getId()).toBe(id);
    await ask(client, "delete", new DeleteRequest().setUrn(URN).setId(id).setOldInputs(inputs).setProperties(outputs));
    expect((await ask(client, "read", read)).getId()).toBe("");

    const kms = kmsOf(moto.endpoint);
    expect((await kms.describeKey({ KeyId: id })).KeyMetadata?.KeyState).toBe("PendingDeletion");
    kms.destroy();
  });

  test("answers its functions", async () => {
    const token = "aws:index/getCallerIdentity:getCallerIdentity";
    const answer = await ask(client, "invoke", new InvokeRequest().setTok(token).setArgs(wire({})));
    expect(plain(answer.getReturn())["accountId"]).toBe(ACCOUNT);
  });

  test("says for a type it does not have which it has, and where the others are", async () => {
    const urn = "urn:pulumi:test::test::aws:s3/bucket:Bucket::bucket";
    const { details } = await failureOf(ask(client, "check", new CheckRequest().setUrn(urn).setNews(wire({}))));
    expect(details).toContain(
      'has no resource type "aws:s3/bucket:Bucket". It has aws:ec2/securityGroup:SecurityGroup, ',
    );
    expect(details).toContain("use the real @pulumi/aws plugin");
  });

  test("has written nothing to stderr, which the engine would show", () => {
    expect(stderr).toBe("");
  });
});
