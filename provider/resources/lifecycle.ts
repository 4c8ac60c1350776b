import type * as z from "zod";
import type { ResourceCall } from "../rpc/provider";
import type { FunctionShape, ResourceShape } from "./definition";
import type { Session } from "./session";

/** The plain values behind a record of fields: no secret marks, nothing unknown. */
export type ValuesOf<Fields extends Readonly<Record<string, { readonly type: z.ZodType }>>> = z.infer<
  z.ZodObject<{ -readonly [Name in keyof Fields]: Fields[Name]["type"] }>
>;

/** What every step of a lifecycle works with. */
export interface Subject {
  readonly call: ResourceCall;
  readonly session: Session;
}

/** What a check works with. */
export interface CheckSubject<Inputs> extends Subject {
  /** The inputs of the last deployment; `undefined` when the resource is new to the engine. */
  readonly olds: Partial<Inputs> | undefined;
  /** The inputs that are known and have the right shape. */
  readonly known: Partial<Inputs>;
  /** Whether the input is given, but is no value to judge by: not known yet, or wrong and told so already. */
  readonly isUnknown: (property: keyof Inputs & string) => boolean;
  /** Says that an input is wrong. Unlike an exception it lets the other checks go on. */
  readonly fail: (property: keyof Inputs & string, reason: string) => void;
}

/** What is known of a resource when the question is whether its forbidden changes are open (still). */
export interface OpenSubject<Inputs, Outputs> extends Subject {
  /** `undefined` in Check, which does not get the state. */
  readonly outputs: Partial<Inputs & Outputs> | undefined;
}

/** A resource in the state. Its inputs and outputs are as complete as the state is. */
export interface ExistingSubject<Inputs, Outputs> extends Subject {
  readonly id: string;
  readonly inputs: Partial<Inputs>;
  readonly outputs: Partial<Inputs & Outputs>;
}

/** A resource to be made, with all its inputs. */
export interface CreateSubject<Inputs> extends Subject {
  readonly inputs: Inputs;
  /** Seconds, 0 when the user gave none. */
  readonly timeoutSeconds: number;
}

/** A resource to be changed, or to be finished. */
export interface UpdateSubject<Inputs, Outputs> extends Subject {
  readonly id: string;
  readonly inputs: Inputs;
  /** The declared inputs whose value changed, and nothing else. */
  readonly changes: Partial<Inputs>;
  readonly outputs: Partial<Inputs & Outputs>;
  readonly timeoutSeconds: number;
}

/** A resource to be deleted. */
export interface DeleteSubject<Inputs, Outputs> extends ExistingSubject<Inputs, Outputs> {
  /** Seconds, 0 when the user gave none. */
  readonly timeoutSeconds: number;
}

/** Outputs, and inputs where Pinecone filled them in or has other ones. */
export type Result<Inputs, Outputs> = Outputs & Partial<Inputs>;

/** What a resource does, in plain values. Everything about the engine's protocol is in handler.ts. */
export interface Lifecycle<Inputs, Outputs> {
  /** Rules that no field can say by itself. Runs in preview too, for what is known. */
  check?(subject: CheckSubject<Inputs>): Promise<void>;
  /** Whether inputs that can't change may change, because nothing is bound yet. @default never */
  isOpen?(subject: OpenSubject<Inputs, Outputs>): boolean;
  /**
   * Judges the state before an update is planned: may warn, or refuse by throwing.
   *
   * @returns outputs that an update would settle although no input changed
   */
  review?(subject: ExistingSubject<Inputs, Outputs>): readonly (keyof Outputs & string)[];
  /** Tells in a preview what a creation will ask of the user. */
  announce?(subject: Subject & { readonly inputs: Partial<Inputs> }): void;
  create(subject: CreateSubject<Inputs>): Promise<{ readonly id: string; readonly outputs: Result<Inputs, Outputs> }>;
  /** `undefined`: gone. */
  read(
    subject: ExistingSubject<Inputs, Outputs> & { readonly importing: boolean },
  ): Promise<{ readonly inputs: Partial<Inputs>; readonly outputs: Outputs } | undefined>;
  update(subject: UpdateSubject<Inputs, Outputs>): Promise<Result<Inputs, Outputs>>;
  delete(subject: DeleteSubject<Inputs, Outputs>): Promise<void>;
}

/** All there is to know of a resource. */
export interface ResourceDefinition extends ResourceShape {
  // A method, so that definitions of any inputs and outputs fit: handler.ts keeps their values apart by the shape.
  lifecycle(): Lifecycle<Record<string, unknown>, Record<string, unknown>>;
}

/** Puts a resource's data and its lifecycle together, types checked against each other. */
export function defineResource<S extends ResourceShape>(
  shape: S,
  lifecycle: Lifecycle<ValuesOf<S["inputs"]>, ValuesOf<S["outputs"]>>,
): ResourceDefinition & S {
  return { ...shape, lifecycle: () => lifecycle };
}

/** What a function works with. */
export interface FunctionSubject<Inputs> {
  readonly inputs: Inputs;
  readonly session: Session;
  readonly signal: AbortSignal;
  /** Says that an argument is wrong. */
  readonly fail: (property: string, reason: string) => void;
}

/** All there is to know of a function. */
export interface FunctionDefinition extends FunctionShape {
  /** `undefined` when it has said what is wrong with the arguments. */
  run(subject: FunctionSubject<Record<string, unknown>>): Promise<Record<string, unknown> | undefined>;
}

/** Puts a function's data and its code together, types checked against each other. */
export function defineFunction<S extends FunctionShape>(
  shape: S,
  run: (subject: FunctionSubject<ValuesOf<S["inputs"]>>) => Promise<ValuesOf<S["outputs"]> | undefined>,
): FunctionDefinition & S {
  return { ...shape, run };
}

/** Thrown by a lifecycle: the resource exists but is not finished. The handler adds what the engine needs. */
export class Unfinished extends Error {
  constructor(
    readonly id: string,
    readonly outputs: Readonly<Record<string, unknown>>,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}
