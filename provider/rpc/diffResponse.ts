import { DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import type { Diff, PropertyChange } from "./provider";

const KINDS = {
  add: { inPlace: PropertyDiff.Kind.ADD, replacing: PropertyDiff.Kind.ADD_REPLACE },
  update: { inPlace: PropertyDiff.Kind.UPDATE, replacing: PropertyDiff.Kind.UPDATE_REPLACE },
  delete: { inPlace: PropertyDiff.Kind.DELETE, replacing: PropertyDiff.Kind.DELETE_REPLACE },
};

/** The engine's form of a diff. All changes are changes of inputs: the engine shows the old input beside the new one. */
export function diffResponse({ changes, stables, deleteBeforeReplace }: Diff): DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = DiffResponse.DiffChanges;
  const response = new DiffResponse()
    .setChanges(changes.length === 0 ? DIFF_NONE : DIFF_SOME)
    .setDiffsList(properties(changes))
    .setReplacesList(properties(changes.filter(({ replace }) => replace)))
    .setStablesList([...stables])
    .setDeletebeforereplace(deleteBeforeReplace ?? false)
    .setHasdetaileddiff(true);
  for (const { path, kind, replace } of changes) {
    const { inPlace, replacing } = KINDS[kind];
    response
      .getDetaileddiffMap()
      .set(path, new PropertyDiff().setKind(replace ? replacing : inPlace).setInputdiff(true));
  }
  return response;
}

/** The properties that changes are in, each once. */
function properties(changes: readonly PropertyChange[]): string[] {
  return [...new Set(changes.map(({ path }) => rootOf(path)))];
}

/** The first name of a property path: `roles` of `roles[0]`, `a.b` of `["a.b"].c`. */
function rootOf(path: string): string {
  const quoted = /^\["((?:[^"\\]|\\.)*)"\]/.exec(path)?.[1];
  if (quoted !== undefined) return quoted.replaceAll(/\\(.)/g, "$1");
  return /^[^.[]+/.exec(path)?.[0] ?? path;
}
