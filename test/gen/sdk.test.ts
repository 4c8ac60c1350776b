import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import ts from "typescript";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { generatedFiles } from "../../gen/files";
import { fixture } from "./fixture";

const root = join(__dirname, "../..");
let files: Map<string, string>;
let folder: string;

beforeAll(async () => {
  files = new Map((await generatedFiles(fixture)).map(({ path, text }) => [path, text]));
  // Inside the repository, so that @pulumi/pulumi resolves.
  mkdirSync(join(root, ".cache"), { recursive: true });
  folder = mkdtempSync(join(root, ".cache/gen-"));
  for (const [path, text] of files) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), text);
  }
});

afterAll(() => {
  rmSync(folder, { recursive: true, force: true });
});

/** What TypeScript says of a program that imports the generated SDK. */
function complaints(program: string): string[] {
  const entry = join(folder, "program.ts");
  writeFileSync(entry, program);
  const { config } = ts.readConfigFile(join(root, "tsconfig.json"), (path) => ts.sys.readFile(path)) as {
    config: { compilerOptions: object };
  };
  const options = ts.convertCompilerOptionsFromJson({ ...config.compilerOptions, rootDir: undefined }, root).options;
  const found = ts.getPreEmitDiagnostics(ts.createProgram([entry], { ...options, declaration: false }));
  return found.map(({ messageText }) => ts.flattenDiagnosticMessageText(messageText, "\n"));
}

describe("the generated SDK", () => {
  test("compiles, and takes outputs at every depth", () => {
    const program = `
      import * as pulumi from "@pulumi/pulumi";
      import { Safe, getSafe, getSafeOutput, Provider } from "./sdk";
      const provider = new Provider("p", { password: pulumi.secret("x"), confirmed: { a: pulumi.output("b") }, retries: 3 });
      const safe = new Safe("s", { label: pulumi.output("l"), colors: ["red", pulumi.output("blue" as const)], shelf: { height: pulumi.output(1) } }, { provider });
      const serial: pulumi.Output<string | undefined> = safe.serial;
      const size: pulumi.Output<number> = safe.size;
      const open: pulumi.Output<boolean | undefined> = safe.shelf.apply((shelf) => shelf.open);
      const count: Promise<number> = getSafe({ label: "l" }).then((answer) => answer.count);
      const countOutput: pulumi.Output<number> = getSafeOutput({ label: safe.label }).count;
      export const all = [serial, size, open, count, countOutput, Safe.get("t", "safe-7"), Safe.isInstance(safe)];
    `;
    expect(complaints(program)).toEqual([]);
  });

  test("refuses a missing argument and a value that is not in the enumeration", () => {
    const found = complaints(`
      import { Safe } from "./sdk";
      new Safe("a", {});
      new Safe("b", { label: "l", colors: ["green"] });
    `);
    expect(found).toHaveLength(2);
    expect(found[0]).toContain("'label' is missing");
    expect(found[1]).toContain('"green"');
  });
});

describe("the class of a resource", () => {
  test("says on hover what an argument means, what a change does and what holds without it", () => {
    expect(files.get("sdk/safe.ts")).toContain(`  /**
   * Its size in litres.
   *
   * A change is refused in preview. Safes don't grow.
   *
   * @default - as the maker likes
   */
  readonly size?: pulumi.Input<number | undefined>;`);
  });

  test("wraps secret arguments and marks secret outputs", () => {
    const text = files.get("sdk/safe.ts");
    expect(text).toContain("combination: toSecret(args.combination),");
    expect(text).toContain('resourceOptions(opts, ["combination", "serial"])');
  });

  test("registers outputs without a value, and each property once", () => {
    expect(files.get("sdk/safe.ts")).toContain(`    const properties = {
      label: args.label,
      colors: args.colors,
      size: args.size,
      combination: toSecret(args.combination),
      shelf: args.shelf,
      locked: args.locked,
      serial: undefined,
    };`);
  });
});

describe("the provider class", () => {
  test("sends text as it is and everything else as JSON", () => {
    expect(files.get("sdk/provider.ts")).toContain(`    const properties = {
      url: args.url,
      password: toSecret(args.password),
      confirmed: toJson(args.confirmed),
      retries: toJson(args.retries),
    };`);
  });

  test("never reads the environment, so that no credential of it enters the stack", () => {
    for (const [path, text] of files) {
      if (path.endsWith(".ts")) expect(text, path).not.toContain("process.env");
    }
  });
});

describe("the index", () => {
  test("exports every class, function and type by name", () => {
    expect(files.get("sdk/index.ts")?.split("\n").slice(2)).toEqual([
      'export { Safe, type SafeArgs, type SafeShelfArgs, type SafeShelf } from "./safe";',
      'export { getSafe, getSafeOutput, type GetSafeArgs, type GetSafeOutputArgs, type GetSafeResult } from "./getSafe";',
      'export { Provider, type ProviderArgs } from "./provider";',
      'export { REGION_TABLE, type PineconeRegion, type RegionFacts } from "./regions";',
      "",
    ]);
  });

  test("is no resource's own file: the class Index has another module", async () => {
    const resources = fixture.resources.map((shape) => ({ ...shape, name: "Index" }));
    const made = new Map((await generatedFiles({ ...fixture, resources })).map(({ path, text }) => [path, text]));
    expect(made.get("sdk/pineconeIndex.ts")).toContain("export class Index extends");
    expect(made.get("sdk/index.ts")).toContain('} from "./pineconeIndex";');
    expect(made.get("docs/reference/Index.md")).toContain("# Index");
  });
});
