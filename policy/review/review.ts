import { settingsOf, type PackConfiguration } from "../settings";
import { judge, type Finding } from "../judge";
import type { Policy } from "../definition";
import { World } from "../model/world";
import { policies } from "../policies";
import { graphOf, type Graph } from "./graph";
import { meaningsOf, nounOf, type Meaning } from "./meaning";
import { planned } from "./meanings/subject";
import type { Message, Operation, Preview, ResourceChange } from "./preview";
import type { Redact } from "./redaction";
import type { Source } from "./source";

/** A change that the report is about. */
export interface ReviewedChange {
  readonly urn: string;
  readonly type: string;
  /** What the type is called. */
  readonly noun: string;
  readonly name: string;
  readonly operation: Operation;
  readonly meanings: readonly Meaning[];
  readonly source: Source | undefined;
}

/** What a policy says, and where the resource is in the program. */
export interface ReviewedFinding extends Finding {
  readonly source: Source | undefined;
}

/** All that the report tells, in any of its forms. Texts are free of secrets. */
export interface Review {
  readonly project: string;
  readonly stack: string;
  readonly title: string | undefined;
  /** What the preview failed with; none if it did not. */
  readonly errors: readonly Message[];
  /** Resources by what is done to them, the stack itself left out. */
  readonly counts: Readonly<Record<Operation, number>>;
  readonly changes: readonly ReviewedChange[];
  /** How many changed resources the report is not about. */
  readonly others: number;
  /** What is worst comes first. */
  readonly findings: readonly ReviewedFinding[];
  readonly graph: Graph;
  /** The policies that judged, for tools that list them. */
  readonly policies: readonly Policy[];
}

/** What a review is made with. */
export interface ReviewSettings {
  readonly configuration: PackConfiguration;
  readonly title?: string | undefined;
  readonly redact: Redact;
}

const STACK = "pulumi:pulumi:Stack";
const NONE: Readonly<Record<Operation, number>> = {
  create: 0,
  import: 0,
  update: 0,
  replace: 0,
  delete: 0,
  same: 0,
  read: 0,
};

/** Judges a preview, and says what it means. */
export function reviewOf({ plan, changes, errors }: Preview, settings: ReviewSettings): Review {
  const { redact, configuration, title } = settings;
  const world = new World(plan);
  const formerWorld = new World({
    ...plan,
    resources: changes.flatMap(({ before }) => (before ? [planned(before)] : [])),
  });
  const ofStack = changes.filter(({ type }) => type !== STACK);
  const reviewed = ofStack.flatMap((change) => reviewedChange(change, world, formerWorld, redact));
  const changed = ofStack.filter(({ operation }) => operation !== "same" && operation !== "read");
  return {
    project: plan.project,
    stack: plan.stack,
    title: title === undefined ? undefined : redact(title),
    errors: errors.map(({ resource, text }) => ({ resource, text: redact(text) })),
    counts: countsOf(ofStack),
    changes: reviewed,
    others: changed.filter(({ type }) => nounOf(type) === undefined).length,
    findings: findingsOf(world, configuration, changes, redact),
    graph: graphOf(changes, world, formerWorld),
    policies,
  };
}

function countsOf(changes: readonly ResourceChange[]): Readonly<Record<Operation, number>> {
  const counts = { ...NONE };
  for (const { operation } of changes) counts[operation]++;
  return counts;
}

/** None for what stays as it is, protection included, and for types that the report is not about. */
function reviewedChange(change: ResourceChange, world: World, formerWorld: World, redact: Redact): ReviewedChange[] {
  const { urn, type, name, operation, source } = change;
  const noun = nounOf(type);
  if (noun === undefined || operation === "read") return [];
  const meanings = meaningsOf(change, world, formerWorld).map(({ tone, text }) => ({ tone, text: redact(text) }));
  if (operation === "same" && meanings.length === 0) return [];
  return [{ urn, type, noun, name, operation, meanings, source }];
}

const SEVERITIES = ["critical", "high", "medium", "low"];

function findingsOf(
  world: World,
  configuration: PackConfiguration,
  changes: readonly ResourceChange[],
  redact: Redact,
): ReviewedFinding[] {
  const sources = new Map(changes.map(({ urn, source }) => [urn, source]));
  const found = policies.flatMap((policy) => judge(policy, world, settingsOf(policy, configuration)));
  return found
    .map((finding) => ({ ...finding, message: redact(finding.message), source: sources.get(finding.urn) }))
    .sort((a, b) => rankOf(a) - rankOf(b));
}

/** Violations before what can't be decided, mandatory before advisory, then by severity. The sort keeps the order of equals. */
function rankOf({ kind, level, policy }: Finding): number {
  return (kind === "violation" ? 0 : 100) + (level === "mandatory" ? 0 : 10) + SEVERITIES.indexOf(policy.severity);
}

/** How many findings there are of a kind, by level. */
export function countFindings({ findings }: Review, kind: Finding["kind"]): { mandatory: number; advisory: number } {
  const ofKind = findings.filter((finding) => finding.kind === kind);
  const mandatory = ofKind.filter(({ level }) => level === "mandatory").length;
  return { mandatory, advisory: ofKind.length - mandatory };
}

/** How the command ends. Public contract. */
export const EXIT = { fine: 0, violation: 1, usage: 2, previewFailed: 3 } as const;

/** That the preview failed comes before what policies say of the rest of it. */
export function exitCodeOf(review: Review): number {
  if (review.errors.length > 0) return EXIT.previewFailed;
  return review.findings.some(({ level }) => level === "mandatory") ? EXIT.violation : EXIT.fine;
}
