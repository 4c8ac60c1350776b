/** Previews as `pulumi preview --json --show-sames` prints them, made of the policies' fixtures. */
import { readDigest, type Digest, type DigestResource, type DigestStep } from "../../../policy/review/digest";
import { previewOf, type Preview } from "../../../policy/review/preview";
import { redactionBy } from "../../../policy/review/redaction";
import { reviewOf, type Review } from "../../../policy/review/review";
import { UNKNOWN } from "../../../policy/model/values";
import type { FormerResource, PlannedResource } from "../../../policy/model/plan";
import { planOf, type Fixture } from "../fixture";

/** What the engine writes for a text that is not known. */
export const UNKNOWN_TEXT = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** The preview of a fixture: what is new, changed and gone follows from what was there before. */
export function digestOf(fixture: Fixture): { steps: DigestStep[]; changeSummary: Record<string, number> } {
  const plan = planOf(fixture);
  const kept = new Set(plan.resources.map(({ urn }) => urn));
  const former = plan.former.known ? plan.former.resources : [];
  const steps = [
    ...plan.resources.map((resource): DigestStep => ({
      op: resource.change ?? "same",
      urn: resource.urn,
      newState: stateOf(resource),
      ...(resource.former && { oldState: stateOf(resource.former) }),
    })),
    ...former
      .filter(({ urn }) => !kept.has(urn))
      .map((resource): DigestStep => ({ op: "delete", urn: resource.urn, oldState: stateOf(resource) })),
  ];
  const changeSummary: Record<string, number> = {};
  for (const { op } of steps) changeSummary[op] = (changeSummary[op] ?? 0) + 1;
  return { steps, changeSummary };
}

function stateOf(resource: PlannedResource | FormerResource): DigestResource {
  const { urn, type, properties, protect, retainOnDelete, dependencies, propertyDependencies } = resource;
  return {
    urn,
    type,
    ...("id" in resource && resource.id !== undefined && { id: resource.id }),
    ...("created" in resource && resource.created !== undefined && { created: resource.created }),
    inputs: serialized(properties) as Record<string, unknown>,
    ...(protect && { protect }),
    ...(retainOnDelete === true && { retainOnDelete }),
    dependencies: [...dependencies],
    propertyDependencies: Object.fromEntries(
      Object.entries(propertyDependencies).map(([name, urns]) => [name, [...urns]]),
    ),
    sourcePosition: "project:///index.ts#12,7",
  };
}

function serialized(value: unknown): unknown {
  if (value === UNKNOWN) return UNKNOWN_TEXT;
  if (Array.isArray(value)) return value.map(serialized);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, serialized(each)]));
}

const place = { project: "claims", stack: "prod" };

export function readPreview(digest: object): Preview {
  return previewOf(readDigest(JSON.stringify(digest)), place);
}

/** The review of a fixture, or of a preview. */
export function reviewed(
  given: Fixture | Partial<Digest>,
  configuration: Readonly<Record<string, unknown>> = {},
  environment: Readonly<Record<string, string>> = {},
): Review {
  const digest = "resources" in given ? digestOf(given) : given;
  return reviewOf(readPreview(digest), { configuration, redact: redactionBy(environment) });
}

/** What the review says of a resource: its meanings. */
export function meaningsIn(review: Review, name: string): string[] {
  return review.changes
    .filter((change) => change.name === name)
    .flatMap(({ meanings }) => meanings.map(({ tone, text }) => `${tone}: ${text}`));
}
