import type { CheckSubject, ExistingSubject, Subject } from "../lifecycle";

/** How a project's switch shall be. */
export interface SwitchValues {
  readonly projectId: string;
  readonly privateEndpointsOnly: boolean;
  readonly regions?: readonly string[] | undefined;
  readonly acknowledgeLostAccess?: readonly string[] | undefined;
}

/** What is known of the switch besides. */
export interface SwitchState {
  readonly status: "restricted" | "open" | "pending";
  readonly evidence?: "api" | "verified" | "attested" | undefined;
  readonly seen?: string | undefined;
  readonly fingerprint?: string | undefined;
}

/** A switch that is in the state. */
export type ExistingSwitch = ExistingSubject<SwitchValues, SwitchState>;

/** What a switch's Check works with. */
export type SwitchCheck = CheckSubject<SwitchValues>;

/** What a read has found. */
export interface FoundSwitch {
  readonly privateEndpointsOnly: boolean;
  readonly state: SwitchState;
}

/** One of the two ways to turn the switch. */
export interface Way {
  /** Turns it, unless it is as it shall be. Before it is turned on the rule of turningOn.ts is kept. */
  turn(subject: Subject, values: SwitchValues): Promise<SwitchState>;
  /** Whether it is on; `undefined` when that can't be seen. */
  isOn(subject: Subject, projectId: string): Promise<boolean | "no project" | undefined>;
  /** `undefined`: the project is gone. */
  read(existing: ExistingSwitch & { readonly importing: boolean }, projectId: string): Promise<FoundSwitch | undefined>;
  /** Turns it off for good, unless it is known to be off. */
  delete(existing: ExistingSwitch, projectId: string): Promise<void>;
}

/** The state of a switch that is on or off. */
export function statusOf(privateEndpointsOnly: boolean): "restricted" | "open" {
  return privateEndpointsOnly ? "restricted" : "open";
}

/** The state among the outputs. */
export function stateOf({ status = "open", evidence, seen, fingerprint }: Partial<SwitchState>): SwitchState {
  return { status, evidence, seen, fingerprint };
}
