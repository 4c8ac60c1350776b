import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "./bundles";

/** Licences that ask for no more than that their text travels with the code. */
const PERMISSIVE: ReadonlySet<string> = new Set(["Apache-2.0", "MIT", "BSD-3-Clause", "(BSD-3-Clause AND Apache-2.0)"]);

/**
 * The licences of npm packages, each text once.
 *
 * @param folders Of the packages, below the root.
 * @throws Error when a package may not be bundled, or has no licence to go with it
 */
export function licenceTexts(folders: readonly string[]): string {
  const packagesOf = new Map<string, string[]>();
  for (const folder of folders) {
    const { title, text } = licenceOf(folder);
    packagesOf.set(text, [...(packagesOf.get(text) ?? []), title]);
  }
  return [...packagesOf].map(([text, titles]) => `${titles.join("\n")}\n\n${text}\n`).join(`\n${"-".repeat(80)}\n\n`);
}

function licenceOf(folder: string): { readonly title: string; readonly text: string } {
  const path = join(root, folder);
  const { name, version, license } = JSON.parse(readFileSync(join(path, "package.json"), "utf8")) as {
    readonly name: string;
    readonly version: string;
    readonly license?: string;
  };
  if (license === undefined || !PERMISSIVE.has(license)) {
    throw new Error(
      `${name} ${version} is under ${license ?? "no licence"}, so its code may not be bundled. Find out what imports it, or add the licence to PERMISSIVE in scripts/build/licences.ts.`,
    );
  }
  const files = readdirSync(path).filter((file) => /^(?:licen[cs]e|notice|copying)/i.test(file));
  const texts = files.sort().map((file) => readFileSync(join(path, file), "utf8").trim());
  if (texts.length === 0) texts.push(textWithoutFile(name, license));
  return { title: `${name} ${version} (${license})`, text: texts.join("\n\n") };
}

/** Some packages of the AWS SDK are published without the file. Apache-2.0 is the same text for all, ours included. */
function textWithoutFile(name: string, license: string): string {
  if (license === "Apache-2.0") return readFileSync(join(root, "LICENSE"), "utf8").trim();
  throw new Error(`${name} is published without the text of its licence, ${license}, which has to go with its code.`);
}
