import type { ExistingSubject, Subject } from "../lifecycle";

/** What Pinecone is told when a key is added. */
export interface BindingValues {
  readonly projectId: string;
  readonly name: string;
  readonly roleArn: string;
  readonly keyArn: string;
  readonly externalId?: string | undefined;
}

/** What is known of a bound key besides its values. */
export interface BindingState {
  readonly cmekKeyId?: string | undefined;
  readonly status: "available" | "unavailable" | "deleted" | "pending";
  readonly statusReason?: string | undefined;
  readonly evidence?: "api" | "verified" | "attested" | undefined;
  readonly seen?: string | undefined;
  readonly fingerprint?: string | undefined;
}

/** A binding that is in the state. */
export type ExistingBinding = ExistingSubject<BindingValues, BindingState>;

/** One of the two ways to bind a key. */
export interface Way {
  create(subject: Subject, values: BindingValues, timeoutSeconds: number): Promise<BindingState>;
  /** `undefined`: the project is gone, and the key with it. */
  read(
    binding: ExistingBinding & { readonly importing: boolean },
  ): Promise<{ readonly values: Partial<BindingValues>; readonly state: BindingState } | undefined>;
  delete(binding: ExistingBinding, values: BindingValues): Promise<void>;
}

/** The state among the outputs. */
export function stateOf(outputs: Partial<BindingState>): BindingState {
  const { cmekKeyId, status = "available", statusReason, evidence, seen, fingerprint } = outputs;
  return { cmekKeyId, status, statusReason, evidence, seen, fingerprint };
}

/** The command that takes an existing key over. */
export function importCommand(name: string, projectId: string): string {
  return `pulumi import pinecone-security:index:CmekBinding ${name} ${projectId}`;
}
