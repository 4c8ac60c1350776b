import { join } from "node:path";
import { build, type Metafile } from "esbuild";

/** The repository's root. */
export const root = join(__dirname, "..", "..");

/** Executable below `dist/` → its entry. A plugin's folder can be named in `plugins.providers[].path` of a Pulumi.yaml. */
export const executables = {
  "plugin/pulumi-resource-pinecone-security": "provider/main.ts",
  "local/pulumi-resource-aws": "local/aws/main.ts",
  "local/pinecone-security-emulator": "local/pinecone/main.ts",
  "cli/pulumi-pinecone-security": "policy/review/main.ts",
} as const;

/**
 * Makes one file that needs nothing beside it, so that a plugin starts without searching `node_modules`.
 *
 * @param outfile Written to; without one nothing is written.
 * @returns what is in it
 */
export async function bundle(entry: string, outfile?: string): Promise<Metafile> {
  const result = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    ...(outfile === undefined ? { write: false } : { outfile }),
    bundle: true,
    platform: "node",
    target: "node20",
    format: "cjs",
    minifySyntax: true,
    minifyWhitespace: true,
    keepNames: true,
    // They are in THIRD-PARTY-LICENSES.txt, whole.
    legalComments: "none",
    banner: { js: "#!/usr/bin/env node" },
    metafile: true,
    logLevel: "warning",
  });
  return result.metafile;
}

/** The folders of the npm packages whose code is in a bundle, such as `node_modules/a/node_modules/@b/c`. */
export function packagesIn(metafile: Metafile): string[] {
  const folders = Object.keys(metafile.inputs).map(
    (path) => /^(?:.*\/)?node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0],
  );
  return [...new Set(folders.filter((folder) => folder !== undefined))].sort();
}
