import type { Properties } from "./values";

/** What a deployment does to a resource. */
export type Change = "create" | "update" | "replace" | "delete" | "same" | "read";

/** A resource as the state has it from the last deployment. */
export interface FormerResource {
  readonly urn: string;
  readonly type: string;
  readonly name: string;
  readonly id: string | undefined;
  readonly properties: Properties;
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  /** When the engine first made it, RFC 3339. */
  readonly created: string | undefined;
  readonly dependencies: readonly string[];
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
}

/** A resource as it will be after the deployment. */
export interface PlannedResource {
  readonly urn: string;
  readonly type: string;
  /** The name in the program: the last part of the URN. */
  readonly name: string;
  /** Inputs, and what is known of the outputs. */
  readonly properties: Properties;
  readonly protect: boolean;
  /** `undefined`: not told. The engine does not tell it to policy packs. */
  readonly retainOnDelete: boolean | undefined;
  /** URN of the provider resource. */
  readonly provider: string | undefined;
  readonly dependencies: readonly string[];
  /** Property → the resources that its value comes from. */
  readonly propertyDependencies: Readonly<Record<string, readonly string[]>>;
  /** `undefined`: not told, since the state of before is not known. */
  readonly change: Change | undefined;
  /** `undefined`: there was none, or the state of before is not known. */
  readonly former: FormerResource | undefined;
}

/** What is known of the state from the last deployment. */
export type FormerState =
  | { readonly known: true; readonly resources: readonly FormerResource[] }
  /** `why`: a clause, such as "`pulumi stack export` failed: …". */
  | { readonly known: false; readonly why: string };

/** All that a deployment is about to make of a stack: what every policy judges. */
export interface Plan {
  readonly project: string;
  readonly stack: string;
  readonly resources: readonly PlannedResource[];
  readonly former: FormerState;
}

/** Stack and project of a URN: `urn:pulumi:<stack>::<project>::<type>::<name>`. */
export function placeOf(urn: string): { readonly stack: string; readonly project: string } {
  const [stack = "", project = ""] = urn.replace(/^urn:pulumi:/, "").split("::");
  return { stack, project };
}

/** The name of a resource in the program. */
export function nameOf(urn: string): string {
  return urn.slice(urn.lastIndexOf("::") + 2);
}
