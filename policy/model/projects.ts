/** Which Pinecone project a resource belongs to, as far as a plan tells it. */
import type { Verdict } from "../../iam/evaluate/verdict";
import type { PlannedResource } from "./plan";
import {
  ACCESS_GUARD,
  API_KEY,
  CMEK_BINDING,
  INDEX,
  NETWORK_ACCESS,
  PRIVATE_ENDPOINT,
  PROJECT,
  STACK_REFERENCE,
} from "./types";
import { UNKNOWN } from "./values";
import type { World } from "./world";

/** The types whose `projectId` says where they belong. */
const IN_PROJECTS = [CMEK_BINDING, PRIVATE_ENDPOINT, NETWORK_ACCESS, ACCESS_GUARD, INDEX, API_KEY];

/** What a project is told by: the URN of a Project, an ID, or the resources that an ID comes from which is not known yet. */
interface Mark {
  readonly kind: "project" | "id" | "source";
  readonly text: string;
}

/** Whether two resources (each a Project, or with a `projectId`) belong to the same project. */
export function areOfOneProject(world: World, one: PlannedResource, other: PlannedResource): Verdict {
  const marks = marksOf(world);
  const [a, b] = [marks.get(one.urn), marks.get(other.urn)];
  if (one === other) return "yes";
  if (a === undefined || b === undefined) return "unknown";
  if (a.kind === b.kind && a.text === b.text) return "yes";
  if (a.kind === "source" || b.kind === "source") return "unknown";
  if (a.kind === b.kind) return "no";
  return mayHaveAnyId(world, a.kind === "project" ? a.text : b.text) ? "unknown" : "no";
}

/** The resources of a type that belong to the same project as a resource, for sure and perhaps. */
export interface Members {
  readonly sure: readonly PlannedResource[];
  readonly doubtful: readonly PlannedResource[];
}

/** The other resources of a type in the project of a resource. */
export function membersOfProject(world: World, resource: PlannedResource, type: string): Members {
  const others = world.ofType(type).filter((other) => other !== resource);
  const of = (verdict: Verdict) => others.filter((other) => areOfOneProject(world, resource, other) === verdict);
  return { sure: of("yes"), doubtful: of("unknown") };
}

/** What a project is called in a message: its Project in the program, else its ID. */
export function projectNameOf(world: World, resource: PlannedResource): string {
  const mark = marksOf(world).get(resource.urn);
  if (mark?.kind === "project") return `the project ${world.get(mark.text)?.name ?? ""}`;
  return mark?.kind === "id" ? `the project ${mark.text}` : "its project";
}

const known = new WeakMap<World, ReadonlyMap<string, Mark | undefined>>();

function marksOf(world: World): ReadonlyMap<string, Mark | undefined> {
  let marks = known.get(world);
  if (marks === undefined) {
    const byId = projectsById(world);
    const members = world.ofType(PROJECT, ...IN_PROJECTS);
    marks = new Map(members.map((resource) => [resource.urn, markOf(world, byId, resource)]));
    known.set(world, marks);
  }
  return marks;
}

function markOf(world: World, byId: ReadonlyMap<string, string>, resource: PlannedResource): Mark | undefined {
  if (resource.type === PROJECT) return { kind: "project", text: resource.urn };
  const origins = originsOf(world, resource);
  const [origin] = origins;
  if (origin === undefined || (origins.length > 1 && origins.some(({ kind }) => kind !== "source"))) return undefined;
  if (origin.kind === "id") {
    const urn = byId.get(origin.text);
    return urn === undefined ? origin : { kind: "project", text: urn };
  }
  if (origin.kind === "project") return origin;
  const sources = origins.map(({ text }) => text).sort();
  // Another stack may tell of several projects.
  return sources.some((urn) => isStackReference(urn)) ? undefined : { kind: "source", text: sources.join() };
}

/** Project's ID → URN of the Project. An ID is also told by a resource that takes it from the Project. */
function projectsById(world: World): ReadonlyMap<string, string> {
  const byId = new Map<string, string>();
  for (const resource of world.ofType(...IN_PROJECTS)) {
    const { projectId } = resource.properties;
    const origins = originsOf(world, { ...resource, properties: { ...resource.properties, projectId: UNKNOWN } });
    const [origin] = origins;
    if (typeof projectId !== "string" || origin?.kind !== "project" || origins.length > 1) continue;
    if (idOf(world.get(origin.text)) === undefined) byId.set(projectId, origin.text);
  }
  for (const project of world.ofType(PROJECT)) {
    const id = idOf(project);
    if (id !== undefined) byId.set(id, project.urn);
  }
  return byId;
}

/** Where the `projectId` of a resource comes from, also by way of resources that hand on their own. */
function originsOf(world: World, resource: PlannedResource): readonly Mark[] {
  const found = new Map<string, Mark>();
  const seen = new Set<string>();
  const visit = ({ urn, properties, propertyDependencies }: PlannedResource): void => {
    if (seen.has(urn)) return;
    seen.add(urn);
    const id = properties["projectId"];
    if (typeof id === "string") {
      found.set(id, { kind: "id", text: id });
      return;
    }
    for (const source of propertyDependencies["projectId"] ?? []) {
      const next = world.get(source);
      if (next !== undefined && IN_PROJECTS.includes(next.type)) visit(next);
      else found.set(source, { kind: next?.type === PROJECT ? "project" : "source", text: source });
    }
  };
  visit(resource);
  return [...found.values()];
}

function idOf(project: PlannedResource | undefined): string | undefined {
  const id = project?.properties["id"] ?? project?.former?.id;
  return typeof id === "string" ? id : undefined;
}

/** Whether a Project may be the one of any ID: it may have been there before, and nothing tells its ID. */
function mayHaveAnyId(world: World, urn: string): boolean {
  const isTold = idOf(world.get(urn)) !== undefined || [...projectsById(world).values()].includes(urn);
  return !isTold && !world.plan.former.known;
}

function isStackReference(urn: string): boolean {
  return urn.includes(`::${STACK_REFERENCE}::`);
}
