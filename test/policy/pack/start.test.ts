import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { credentials } from "@grpc/grpc-js";
import { AnalyzerClient } from "@pulumi/pulumi/proto/analyzer_grpc_pb";
import type { AnalyzerInfo } from "@pulumi/pulumi/proto/analyzer_pb";
import { Empty } from "google-protobuf/google/protobuf/empty_pb";
import { expect, onTestFinished, test } from "vitest";
import { policies } from "../../../policy/policies";

const root = join(__dirname, "..", "..", "..");

/** Starts the pack in its own folder as Pulumi's Node language host does, and asks what is in it. */
async function packInfo(): Promise<AnalyzerInfo.AsObject> {
  const runner = join(root, "node_modules", "@pulumi", "pulumi", "cmd", "run-policy-pack");
  const child = spawn(process.execPath, [runner, "127.0.0.1:1", "."], {
    cwd: join(root, "policy"),
    stdio: ["ignore", "pipe", "inherit"],
  });
  onTestFinished(() => {
    child.kill();
  });
  const [port] = (await once(child.stdout, "data")) as [Buffer];
  const client = new AnalyzerClient(`127.0.0.1:${port.toString().trim()}`, credentials.createInsecure());
  return new Promise((resolve, reject) => {
    client.getAnalyzerInfo(new Empty(), (error: Error | null, info: AnalyzerInfo) => {
      client.close();
      if (error === null) resolve(info.toObject());
      else reject(error);
    });
  });
}

test("the pack starts from its folder and tells of every policy what there is to know", async () => {
  const { name, version, policiesList } = await packInfo();
  const manifest = JSON.parse(readFileSync(join(root, "package.json"), "utf8")) as { version: string };
  expect({ name, version }).toEqual({ name: "pinecone-security", version: manifest.version });
  expect(policiesList.map((policy) => policy.name).sort()).toEqual(policies.map((policy) => policy.name).sort());
  for (const policy of policiesList) {
    expect(policy.description, policy.name).toMatch(/^[A-Z].*\.$/s);
    expect(policy.remediationSteps, policy.name).toMatch(/\.$/);
    expect(policy.url, policy.name).toMatch(/^https:\/\//);
    expect(policy.configschema?.properties?.fieldsMap.map(([key]) => key)).toEqual(
      expect.arrayContaining(["exceptions", "undecided"]),
    );
  }
});
