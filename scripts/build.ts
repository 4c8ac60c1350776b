/** Builds `dist/`: the library by tsc, the executables as one bundle each. */
import { execFileSync } from "node:child_process";
import { chmodSync, mkdirSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { bundle, executables, packagesIn, root } from "./build/bundles";
import { licenceTexts } from "./build/licences";

const dist = join(root, "dist");

async function main(): Promise<void> {
  rmSync(dist, { recursive: true, force: true });
  mkdirSync(dist);
  const bundled = new Set<string>();
  for (const [name, entry] of Object.entries(executables)) {
    const file = join(dist, name);
    for (const folder of packagesIn(await bundle(entry, file))) bundled.add(folder);
    chmodSync(file, 0o755);
  }
  writeFileSync(join(dist, "THIRD-PARTY-LICENSES.txt"), licenceTexts([...bundled].sort()));
  execFileSync(process.execPath, [require.resolve("typescript/bin/tsc"), "-p", "tsconfig.build.json"], {
    cwd: root,
    stdio: "inherit",
  });
  linkSelf();
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
