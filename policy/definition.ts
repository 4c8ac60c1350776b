import type { COMMON_PARAMETERS, Parameters, ValuesOf } from "./parameters";
import type { FormerResource, PlannedResource } from "./model/plan";
import type { World } from "./model/world";

/** How bad it is when a policy is violated. */
export type Severity = "low" | "medium" | "high" | "critical";

/** What a policy does to a deployment that violates it. */
export type Level = "advisory" | "mandatory" | "disabled";

/** The level of a policy that nothing is set for: what is wrong is told, and stops nobody. */
export const DEFAULT_LEVEL: Level = "advisory";

/** What a policy judges by, besides the resource itself. */
export interface Context<P extends Parameters = Parameters> {
  readonly world: World;
  readonly parameters: ValuesOf<P>;
}

/**
 * One policy: a claim about a stack, and all there is to know of it. The policy pack, the pull-request report and the reference page
 * follow from it.
 */
export interface PolicyShape<P extends Parameters> {
  /** `pinecone-<type>-<claim>`, public contract. */
  readonly name: `pinecone-${string}`;
  /** What holds where it is kept, as a sentence. */
  readonly claim: string;
  readonly severity: Severity;
  /** What goes wrong otherwise, and whose rule it is. */
  readonly why: string;
  /** What to do about a violation. */
  readonly remedy: string;
  /** Where the rule is from: a URL. */
  readonly reference: string;
  readonly parameters: P;
}

/** A policy on resources as they will be. */
interface PlannedPolicy<P extends Parameters> extends PolicyShape<P> {
  readonly judges: "planned";
  /** Types of the resources that it judges, one by one. */
  readonly types: readonly string[];
  /**
   * `resource`: the resource alone is enough, so that the engine asks before it makes it. `stack`: others matter too, so that the
   * engine asks when the program has run.
   */
  readonly scope: "resource" | "stack";
  /**
   * Says what is wrong with the resource: a sentence a violation, with the value.
   * @throws UndecidedError when it can't decide
   */
  readonly judge: (subject: PlannedResource, context: Context<P>) => Iterable<string>;
}

/** Stands for every type, where a policy's parameters say which are meant. */
export const ANY_TYPE = "*";

/** A policy on resources that the deployment deletes, by leaving them out or by a replacement. */
interface FormerPolicy<P extends Parameters> extends PolicyShape<P> {
  readonly judges: "former";
  readonly types: readonly string[];
  readonly scope: "stack";
  /** Says what is wrong with it that the resource goes. @throws UndecidedError when it can't decide */
  readonly judge: (subject: FormerResource, context: Context<P>) => Iterable<string>;
}

/** A policy. */
export type Policy = PlannedPolicy<Parameters> | FormerPolicy<Parameters>;

/** What a policy is set to. */
export interface PolicySettings {
  readonly level: Level;
  /** With all defaults. */
  readonly parameters: ValuesOf<Parameters & typeof COMMON_PARAMETERS>;
}

/** Defines a policy whose parameters are typed in its `judge`. */
export function definePolicy<const P extends Parameters>(policy: PlannedPolicy<P> | FormerPolicy<P>): Policy {
  // The judge is only ever called with the values of its own parameters.
  return policy as unknown as Policy;
}
