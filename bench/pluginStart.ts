/** Plugin start: from spawn to an answered Configure, and peak memory then, against a bare grpc-js server with the same stubs. */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { credentials } from "@grpc/grpc-js";
import { ResourceProviderClient } from "@pulumi/pulumi/proto/provider_grpc_pb";
import { ConfigureRequest } from "@pulumi/pulumi/proto/provider_pb";
import { Struct } from "google-protobuf/google/protobuf/struct_pb";
import { pairedRatio, spread } from "./statistics";

const runs = 21;
const root = join(__dirname, "..");
const servers = {
  plugin: join(root, "dist/plugin/pulumi-resource-pinecone-security"),
  bare: join(__dirname, "fixtures/bareServer.cjs"),
  wholeSdk: join(__dirname, "fixtures/wholeSdk.cjs"),
};
type Name = keyof typeof servers;

interface Start {
  readonly milliseconds: number;
  readonly peakMegabytes: number;
}

async function main(): Promise<void> {
  const starts: Record<Name, Start[]> = { plugin: [], bare: [], wholeSdk: [] };
  for (let run = -1; run < runs; run++) {
    for (const name of Object.keys(servers) as Name[]) {
      const start = await measure(servers[name]);
      if (run >= 0) starts[name].push(start); // The first round warms the disk cache.
    }
  }
  for (const name of Object.keys(servers) as Name[]) {
    const time = spread(starts[name].map((start) => start.milliseconds));
    const memory = spread(starts[name].map((start) => start.peakMegabytes));
    console.log(`${name.padEnd(10)} ${time} ms, peak ${memory} MB`);
  }
  const ratio = (what: keyof Start): string =>
    pairedRatio(
      starts.plugin.map((start) => start[what]),
      starts.bare.map((start) => start[what]),
    ).toFixed(2);
  console.log(
    `plugin / bare: time ${ratio("milliseconds")} (at most 1.15), peak memory ${ratio("peakMegabytes")} (at most 1.25)`,
  );
}

async function measure(script: string): Promise<Start> {
  const began = performance.now();
  const child = spawn(process.execPath, [script, "127.0.0.1:1"], { stdio: ["ignore", "pipe", "inherit"] });
  const client = new ResourceProviderClient(`127.0.0.1:${await firstLine(child)}`, credentials.createInsecure());
  await configure(client);
  const milliseconds = performance.now() - began;
  const peakMegabytes = peakOf(child);
  client.close();
  child.kill("SIGKILL");
  await once(child, "exit");
  return { milliseconds, peakMegabytes };
}

async function firstLine(child: ChildProcess): Promise<string> {
  if (child.stdout === null) throw new Error("The server has no output to read its port from.");
  const [line] = (await once(createInterface(child.stdout), "line")) as [string];
  return line;
}

function configure(client: ResourceProviderClient): Promise<void> {
  const request = new ConfigureRequest();
  request.setArgs(Struct.fromJavaScript({ clientId: "bench", clientSecret: "bench", binding: "api" }));
  request.setAcceptsecrets(true);
  return new Promise((resolve, reject) => {
    client.configure(request, (error) => {
      if (error === null) resolve();
      else reject(new Error(error.message));
    });
  });
}

/** The kernel's own high-water mark. Linux only. */
function peakOf(child: ChildProcess): number {
  const match = /VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${String(child.pid)}/status`, "utf8"));
  return Number(match?.[1] ?? Number.NaN) / 1024;
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
