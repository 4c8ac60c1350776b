import {
  nameOf,
  placeOf,
  type Change,
  type FormerResource,
  type FormerState,
  type Plan,
  type PlannedResource,
} from "../model/plan";
import { formerResourceOf, sourcesOf, type SerializedResource } from "../model/stateFile";
import { propertiesAfterwards } from "./afterwards";
import type { Digest, DigestResource, DigestStep } from "./digest";
import { sourceOf, type Source } from "./source";

/** What a deployment does to a resource, in Pulumi's words. */
export type Operation = Change | "import";

/** What happens to one resource. */
export interface ResourceChange {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly operation: Operation;
  readonly before: FormerResource | undefined;
  readonly after: PlannedResource | undefined;
  readonly source: Source | undefined;
}

/** A message of program, plugins or engine. */
export interface Message {
  /** Name of the resource that it is about, if it is about one. */
  readonly resource: string | undefined;
  readonly text: string;
}

/** A preview as the report and the policies take it. */
export interface Preview {
  readonly plan: Plan;
  /** Every resource, those that stay as they are too. */
  readonly changes: readonly ResourceChange[];
  /** What it failed with; none if it did not. */
  readonly errors: readonly Message[];
}

/** Steps that say something of a resource; the last of a resource's steps that is in the list counts, `replace` before all. */
const OPERATIONS: Readonly<Record<string, Operation>> = {
  same: "same",
  create: "create",
  update: "update",
  delete: "delete",
  read: "read",
  import: "import",
  replace: "replace",
  "create-replacement": "replace",
  "read-replacement": "replace",
  "import-replacement": "replace",
};

/** What a program's stack is called where a preview failed before it told anything. */
export interface Place {
  readonly project: string;
  readonly stack: string;
}

/**
 * Makes a plan of what `pulumi preview --json --show-sames` told.
 * @param state the resources that `pulumi stack export` printed: previews don't tell when resources were made, and failed ones not all
 */
export function previewOf(digest: Digest, place: Place, state?: readonly FormerResource[]): Preview {
  const errors = errorsOf(digest);
  const inState = new Map((state ?? []).map((resource) => [resource.urn, resource]));
  const changes = stepsByUrn(digest).map((step) => changeOf(step, inState));
  const resources = changes.flatMap(({ after }) => (after === undefined ? [] : [after]));
  const seen = changes.flatMap(({ before }) => (before === undefined ? [] : [before]));
  const [first] = digest.steps;
  const plan = {
    ...(first === undefined ? place : placeOf(first.urn)),
    resources,
    former: formerState(seen, errors.length > 0, state),
  };
  return { plan, changes, errors };
}

/** A preview that failed has not come to every resource of the state. */
function formerState(
  seen: readonly FormerResource[],
  failed: boolean,
  state: readonly FormerResource[] | undefined,
): FormerState {
  if (!failed) return { known: true, resources: seen };
  if (state !== undefined) return { known: true, resources: [...state] };
  return { known: false, why: "the preview failed before it came to every resource" };
}

/** One step for each resource: a replacement may be told in three. */
function stepsByUrn({ steps }: Digest): DigestStep[] {
  const byUrn = new Map<string, DigestStep>();
  for (const step of steps) {
    const operation = OPERATIONS[step.op];
    if (operation === undefined) continue;
    const other = byUrn.get(step.urn);
    const oldState = step.oldState ?? other?.oldState;
    const newState = step.newState ?? other?.newState;
    const op = isReplacement(other) ? "replace" : step.op;
    byUrn.set(step.urn, { ...step, op, ...(oldState && { oldState }), ...(newState && { newState }) });
  }
  return [...byUrn.values()];
}

function isReplacement(step: DigestStep | undefined): boolean {
  return step !== undefined && OPERATIONS[step.op] === "replace";
}

function changeOf(step: DigestStep, inState: ReadonlyMap<string, FormerResource>): ResourceChange {
  const { urn, oldState, newState } = step;
  const operation = OPERATIONS[step.op] ?? "same";
  const before = oldState === undefined ? undefined : formerOf(oldState, inState);
  const state = newState ?? oldState;
  return {
    urn,
    type: state?.type ?? "",
    name: nameOf(urn),
    operation,
    before,
    after: newState === undefined || operation === "delete" ? undefined : plannedOf(step, newState, operation, before),
    source: state === undefined ? undefined : sourceOf(state),
  };
}

/** What the old resource of a replacement is marked with is of no matter here: it is the one that is there now. */
function formerOf(oldState: DigestResource, inState: ReadonlyMap<string, FormerResource>): FormerResource | undefined {
  const [former] = formerResourceOf({ ...serialized(oldState), delete: false });
  return former && { ...former, created: inState.get(former.urn)?.created ?? known(former.created) };
}

/** Previews have the year 1 for the time that a resource was made at. */
function known(created: string | undefined): string | undefined {
  return created?.startsWith("0001-") === true ? undefined : created;
}

function plannedOf(
  step: DigestStep,
  newState: DigestResource,
  operation: Operation,
  former: FormerResource | undefined,
): PlannedResource {
  const { urn, type, protect = false, retainOnDelete = false, provider, dependencies } = newState;
  return {
    urn,
    type,
    name: nameOf(urn),
    properties: propertiesAfterwards(step, newState),
    protect,
    retainOnDelete,
    provider: provider?.slice(0, provider.lastIndexOf("::")),
    dependencies: dependencies ?? [],
    propertyDependencies: sourcesOf(serialized(newState)),
    change: operation === "import" ? "create" : operation,
    former,
  };
}

/** The engine writes null, or nothing, for what is empty. */
function serialized(resource: DigestResource): SerializedResource {
  const { dependencies, propertyDependencies, ...rest } = resource;
  return {
    ...(rest as SerializedResource),
    dependencies: dependencies ?? [],
    propertyDependencies: propertyDependencies ?? {},
  };
}

function errorsOf({ diagnostics }: Digest): Message[] {
  return diagnostics.flatMap(({ severity, urn, message }) => {
    const text = message.trim();
    if (severity !== "error" || text === "") return [];
    return [{ resource: urn === undefined || urn === "" ? undefined : nameOf(urn), text }];
  });
}
