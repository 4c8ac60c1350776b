import type { GeneratedFile } from "./package";

/** Folders in which every file is generated. */
const OWN_FOLDERS = ["sdk", "docs/reference"];

/** How the repository's files are seen. */
export interface Tree {
  /** The text of a file; `undefined` when there is none. */
  read(path: string): string | undefined;
  /** The names of the files in a folder; none when there is no folder. */
  list(folder: string): readonly string[];
}

/** A file that is not what it should be. `text`: what it should be; `undefined` when it should not be there. */
export interface StaleFile {
  readonly path: string;
  readonly text: string | undefined;
}

/** What has to be written or removed, also files of definitions that are gone. */
export function staleFiles(files: readonly GeneratedFile[], tree: Tree): StaleFile[] {
  const expected = new Set(files.map(({ path }) => path));
  const changed = files.filter(({ path, text }) => tree.read(path) !== text);
  const leftOver = OWN_FOLDERS.flatMap((folder) => tree.list(folder).map((name) => `${folder}/${name}`))
    .filter((path) => !expected.has(path))
    .map((path) => ({ path, text: undefined }));
  return [...changed, ...leftOver];
}
