import { fitsPattern } from "../iam/evaluate/patterns";
import { ANY_TYPE, type Level, type Policy, type PolicySettings } from "./definition";
import type { FormerResource, PlannedResource } from "./model/plan";
import { UndecidedError } from "./model/values";
import type { World } from "./model/world";

/** What a policy says of a resource. */
export interface Finding {
  readonly policy: Policy;
  readonly kind: "violation" | "undecided";
  readonly level: Level;
  /** The resource. */
  readonly urn: string;
  readonly resource: string;
  /** A sentence for a person, with the value. */
  readonly message: string;
}

/** Judges all resources of a plan that a policy is about. */
export function judge(policy: Policy, world: World, settings: PolicySettings): Finding[] {
  const { level, parameters } = settings;
  if (level === "disabled") return [];
  const context = { world, parameters };
  if (policy.judges === "planned") {
    const subjects = world.ofType(...policy.types);
    return subjects.flatMap((subject) => findings(policy, subject, settings, () => policy.judge(subject, context)));
  }
  const { former } = world.plan;
  if (!former.known) return [unseen(policy, world, settings, former.why)];
  const subjects = former.resources.filter(({ type }) => [type, ANY_TYPE].some((each) => policy.types.includes(each)));
  return subjects.flatMap((subject) => findings(policy, subject, settings, () => policy.judge(subject, context)));
}

/** Where the state of before is not known, nobody can say what goes: that is told once, of the stack. */
function unseen(policy: Policy, { plan }: World, settings: PolicySettings, why: string): Finding {
  const resource = `${plan.project}-${plan.stack}`;
  const urn = `urn:pulumi:${plan.stack}::${plan.project}::pulumi:pulumi:Stack::${resource}`;
  const message = `Undecided: what the deployment deletes is not known here, since ${why}.`;
  return { policy, kind: "undecided", level: levelOf("undecided", settings), urn, resource, message };
}

/** What was found before a value turned out to be unknown is told too. */
function findings(
  policy: Policy,
  { urn, name: resource }: PlannedResource | FormerResource,
  settings: PolicySettings,
  messages: () => Iterable<string>,
): Finding[] {
  if (settings.parameters.exceptions.some((pattern) => fitsPattern(pattern, resource))) return [];
  const found: Finding[] = [];
  const add = (kind: Finding["kind"], message: string): void => {
    found.push({ policy, kind, level: levelOf(kind, settings), urn, resource, message });
  };
  try {
    for (const message of messages()) add("violation", message);
  } catch (error) {
    if (!(error instanceof UndecidedError)) throw error;
    add("undecided", `Undecided: ${error.message}.`);
  }
  return found;
}

/** That a policy can't decide has a level of its own. */
function levelOf(kind: Finding["kind"], { level, parameters }: PolicySettings): Level {
  if (kind === "violation") return level;
  return parameters.undecided === "mandatory" ? "mandatory" : "advisory";
}
