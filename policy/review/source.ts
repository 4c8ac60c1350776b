import type { DigestResource } from "./digest";

/** Where in the program a resource is made. */
export interface Source {
  /** Below the project's folder, with `/`. */
  readonly file: string;
  readonly line: number;
}

/**
 * The place in the program's own files that a resource is made at: of a resource of a component, where the program makes the
 * component. None where the engine does not tell it.
 */
export function sourceOf({ sourcePosition, stackTrace }: DigestResource): Source | undefined {
  const frames = [sourcePosition, ...(stackTrace ?? []).map((frame) => frame.sourcePosition)];
  for (const position of frames) {
    const [, path, line] = /^project:\/\/\/?([^#]+)#(\d+)/.exec(position ?? "") ?? [];
    if (path === undefined || line === undefined) continue;
    const file = decoded(path);
    if (!/(?:^|\/)(?:\.\.|node_modules|site-packages)(?:\/|$)/.test(file))
      return { file, line: Math.max(1, Number(line)) };
  }
  return undefined;
}

function decoded(path: string): string {
  try {
    return decodeURIComponent(path);
  } catch {
    return path;
  }
}
