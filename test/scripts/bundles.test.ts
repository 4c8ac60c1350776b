import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Metafile } from "esbuild";
import { beforeAll, describe, expect, test } from "vitest";
import { bundle, executables, packagesIn, root } from "../../scripts/build/bundles";
import { licenceTexts } from "../../scripts/build/licences";

const PLUGIN = "plugin/pulumi-resource-pinecone-security";

const metafiles: Record<string, Metafile> = {};

beforeAll(async () => {
  for (const [name, entry] of Object.entries(executables)) metafiles[name] = await bundle(entry);
});

function inputsOf(name: string): string[] {
  return Object.keys(metafiles[name]?.inputs ?? {});
}

function packagesOf(name: string): string[] {
  return packagesIn(metafiles[name] ?? { inputs: {}, outputs: {} }).map((folder) =>
    folder.replace(/^.*node_modules\//, ""),
  );
}

describe("what is bundled", () => {
  test("of npm packages is what the plugin needs, and nothing more", () => {
    const own = ["@grpc/grpc-js", "@pulumi/pulumi", "google-protobuf", "undici", "zod"];
    const ofGrpc = /^(?:@grpc\/proto-loader|@js-sdsl\/ordered-map|@protobufjs\/.+|lodash\.camelcase|long|protobufjs)$/;
    expect(packagesOf(PLUGIN).filter((name) => !ofGrpc.test(name))).toEqual(own);
  });

  test.each(Object.keys(executables))("of Pulumi's SDK in %s is its protocol alone", (name) => {
    const sdk = inputsOf(name).filter((path) => path.includes("node_modules/@pulumi/"));
    expect(sdk.filter((path) => !path.startsWith("node_modules/@pulumi/pulumi/proto/"))).toEqual([]);
  });

  test.each(Object.keys(executables))("of our own in %s has no tests, scripts or benchmarks", (name) => {
    const own = inputsOf(name).filter((path) => !path.startsWith("node_modules/"));
    expect(own).not.toEqual([]);
    expect(
      own.filter((path) => !/^(?:provider|pinecone|iam|local|policy)\/|^(?:package|schema)\.json$/.test(path)),
    ).toEqual([]);
  });

  test("in the emulator is none of the client: it must not agree with its mistakes", () => {
    expect(inputsOf("local/pinecone-security-emulator").filter((path) => path.startsWith("pinecone/"))).toEqual([]);
  });
});

describe("licences", () => {
  test("go with the code of every bundled package, each with its whole text", () => {
    const folders = [...new Set(Object.values(metafiles).flatMap(packagesIn))].sort();
    const blocks = licenceTexts(folders).split(`\n${"-".repeat(80)}\n\n`);
    for (const folder of folders) {
      const { name, version } = manifest(folder);
      const block = blocks.find((text) => text.split("\n").some((line) => line.startsWith(`${name} ${version} (`)));
      expect(block, name).toMatch(/Permission is hereby granted|TERMS AND CONDITIONS|Redistribution and use/);
    }
  });

  test("that ask for more than their text keep a package out", () => {
    expect(() => licenceTexts(["node_modules/@cloud-copilot/iam-simulate"])).toThrow(
      /^@cloud-copilot\/iam-simulate \S+ is under AGPL-3\.0\S*, so its code may not be bundled\./,
    );
  });
});

function manifest(folder: string): { readonly name: string; readonly version: string } {
  return JSON.parse(readFileSync(join(root, folder, "package.json"), "utf8")) as { name: string; version: string };
}
