import type {
  Policies,
  PolicyResource,
  ReportViolation,
  ResourceValidationPolicy,
  StackValidationPolicy,
} from "@pulumi/policy";
import type { Policy } from "../definition";
import { judge, type Finding } from "../judge";
import { placeOf } from "../model/plan";
import { World } from "../model/world";
import { jsonSchemaOf } from "../parameters";
import { policies } from "../policies";
import { parametersOf, settingsOf } from "../settings";
import { formerState } from "./formerState";
import { planOfResource, planOfStack } from "./plan";

/** The policies as Pulumi's engine takes them, for a pack of one's own too. */
export function packPolicies(chosen: readonly Policy[] = policies): Policies {
  const stackOf = onceAStack();
  return chosen.map((policy) => (policy.scope === "resource" ? resourcePolicy(policy) : stackPolicy(policy, stackOf)));
}

/** What the engine, and whoever lists the pack, is told of a policy. */
function metadataOf(policy: Policy) {
  const { name, claim, severity, remedy, reference } = policy;
  const properties = Object.entries(parametersOf(policy)).map(([key, parameter]) => [key, jsonSchemaOf(parameter)]);
  return {
    name,
    description: claim,
    severity,
    remediationSteps: remedy,
    url: reference,
    configSchema: { properties: Object.fromEntries(properties) as Record<string, object> },
  };
}

function resourcePolicy(policy: Policy): ResourceValidationPolicy {
  return {
    ...metadataOf(policy),
    validateResource: (args, report) => {
      if (!policy.types.includes(args.type)) return;
      const world = new World(planOfResource(args));
      tell(judge(policy, world, settingsOf(policy, { [policy.name]: args.getConfig() })), report);
    },
  };
}

function stackPolicy(policy: Policy, stackOf: ReturnType<typeof onceAStack>): StackValidationPolicy {
  return {
    ...metadataOf(policy),
    validateStack: async (args, report) => {
      const world = await stackOf(args.resources);
      tell(judge(policy, world, settingsOf(policy, { [policy.name]: args.getConfig() })), report);
    },
  };
}

/** The engine asks for each policy by itself, and always about the same stack: its state of before is fetched once. */
function onceAStack(): (resources: readonly PolicyResource[]) => Promise<World> {
  let former: ReturnType<typeof formerState> | undefined;
  return async (resources) => {
    const { project, stack } = placeOf(resources[0]?.urn ?? "");
    former ??= formerState(project, stack);
    return new World(planOfStack(resources, await former));
  };
}

/** The level of a violation is the engine's affair; that a policy can't decide has a level of its own. */
function tell(findings: readonly Finding[], report: ReportViolation): void {
  for (const { policy, kind, level, message, urn } of findings) {
    const text = `${message}\nWhy: ${policy.why}\nWhat to do: ${policy.remedy}`;
    if (kind === "violation") report(text, urn);
    else reportAtLevel(report)({ message: `${policy.claim}\n${message}`, urn, enforcementLevel: level });
  }
}

/** The SDK's `reportViolation` takes an object too, by which alone a level can be given; its declaration has texts only. */
function reportAtLevel(report: ReportViolation) {
  return report as unknown as (violation: { message: string; urn: string; enforcementLevel: string }) => void;
}
