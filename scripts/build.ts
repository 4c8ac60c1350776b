/** Builds `dist/`: the library by tsc, the executables as one bundle each. */
import { execFileSync } from "node:child_process";
import { chmodSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { build, type Metafile } from "esbuild";

const root = join(__dirname, "..");
const dist = join(root, "dist");

/** Executable → its entry. A plugin's folder can be named in `plugins.providers[].path` of a Pulumi.yaml. */
const executables = {
  "plugin/pulumi-resource-pinecone-security": "provider/main.ts",
  "local/pulumi-resource-aws": "local/aws/main.ts",
  "local/pinecone-security-emulator": "local/pinecone/main.ts",
} as const;

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const bundled = new Set<string>();
  for (const [name, entry] of Object.entries(executables)) {
    const metafile = await bundle(entry, join(dist, name));
    for (const packageName of packagesOf(metafile)) bundled.add(packageName);
  }
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licenceTexts([...bundled].sort()));
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  linkSelf();
}

/** One file that needs nothing beside it, so that a plugin starts without searching `node_modules`. */
async function bundle(entry: string, outfile: string): Promise<Metafile> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    outfile,
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    loader: { ".json": "json" },
    metafile: true,
    logLevel: "warning",
  });
  chmodSync(outfile, 0o755);
  return result.metafile;
}

/** The npm packages whose code is in a bundle. */
function packagesOf(metafile: Metafile): string[] {
  return Object.keys(metafile.inputs).flatMap((path) => {
    const match = /^node_modules\/(?:.*\/node_modules\/)?((?:@[^/]+\/)?[^/]+)\//.exec(path);
    return match?.[1] === undefined ? [] : [match[1]];
  });
}

/** Licences ask that their text travels with the code. */
function licenceTexts(packageNames: readonly string[]): string {
  return packageNames
    .map((name) => {
      const folder = join(root, "node_modules", name);
      const manifest = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as {
        version: string;
        license: string;
      };
      const file = ["LICENSE", "LICENSE.md", "LICENSE.txt", "license", "LICENCE"].find((candidate) =>
        existsSync(join(folder, candidate)),
      );
      const text = file === undefined ? "" : `\n\n${readFileSync(join(folder, file), "utf8").trim()}`;
      return `${name} ${manifest.version} (${manifest.license})${text}\n`;
    })
    .join(`\n${"-".repeat(80)}\n\n`);
}

/** Examples import the package by its name, so the name has to resolve inside this checkout too. */
function linkSelf(): void {
  const link = join(root, "node_modules", "pulumi-pinecone-security");
  mkdirSync(dirname(link), { recursive: true });
  rmSync(link, { recursive: true, force: true });
  symlinkSync("..", link, "dir");
}

main().catch((error: unknown) => {
  console.error(error);
  process.exitCode = 1;
});
