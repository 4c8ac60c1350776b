import type { Call } from "./call";

export type Tags = Record<string, string>;

/** The value of a structured property, as AWS tells it. */
export type PlainObject = Record<string, string | number | boolean | string[]>;

/**
 * What a property can hold, by the name the tables use. A `policy` is a JSON document as text, compared by meaning; `strings` are
 * compared as a set, as which AWS keeps all its lists of texts here.
 */
export interface Kinds {
  string: string;
  number: number;
  boolean: boolean;
  policy: string;
  tags: Tags;
  strings: string[];
  object: PlainObject;
  objects: PlainObject[];
}
export type Kind = keyof Kinds;

/** A property without secrets and unknowns around it. */
export type PlainValue = Kinds[Kind];
export type Plain = Record<string, PlainValue>;
/** What AWS tells: `undefined` says that a property has no value there. */
export type Told = Record<string, PlainValue | undefined>;

/** An input of a resource type. All inputs are outputs too. */
export interface InputProperty {
  readonly kind: Kind;
  /** What `pulumi up` does when it changes. */
  readonly onChange: "update" | "replace";
  /** What it does when it comes or goes. @default what `onChange` says */
  readonly onAppearance?: "replace";
  readonly required?: true;
  /** Filled in when the program gives nothing, so that taking a property out of the program puts AWS's default back. */
  readonly default?: string | number | boolean;
  /** AWS gives it a value when the program does not: giving none is no change, and a preview does not know it. */
  readonly computed?: true;
  /** AWS never tells it: the state keeps what was set. */
  readonly unread?: true;
  /** The least and the greatest number, both allowed. */
  readonly range?: readonly [number, number];
  readonly values?: readonly string[];
  readonly pattern?: { readonly expression: RegExp; readonly rule: string };
  /** Says that two texts mean the same, where that is more than equality. */
  readonly same?: (one: string, other: string) => boolean;
  /** The same for two objects of a list, which is compared as a set then. */
  readonly sameObject?: (one: PlainObject, other: PlainObject) => boolean;
}

/** A property that AWS gives. */
export interface OutputProperty {
  readonly kind: Kind;
  /** The inputs it depends on: when one changes, the preview of an update does not know it. @default none: no update changes it */
  readonly follows?: readonly string[];
}

export type Inputs = Readonly<Record<string, InputProperty>>;
export type Outputs = Readonly<Record<string, OutputProperty>>;

type ValueOf<P extends { readonly kind: Kind }> = Kinds[P["kind"]];
type AlwaysGiven<I extends Inputs> = {
  [N in keyof I]: I[N] extends { required: true } | { default: string | number | boolean } ? N : never;
}[keyof I];
type ReadFromAws<I extends Inputs> = {
  [N in keyof I]: I[N] extends { unread: true } ? never : N extends "tags" | "region" ? never : N;
}[keyof I];

/** The inputs as a lifecycle gets them: checked, defaults filled in, with the provider's default tags in `tagsAll`. */
export type Wanted<I extends Inputs> = { readonly [N in AlwaysGiven<I>]: ValueOf<I[N]> } & {
  readonly [N in Exclude<keyof I, AlwaysGiven<I>>]?: ValueOf<I[N]>;
} & { readonly tagsAll: Tags };

/**
 * What AWS tells about a resource: all but what it never tells, and `tags` and `region`, which follow from the rest. `undefined`
 * where it has no value, which an input that is always given can't be.
 */
export type Actual<I extends Inputs, O extends Outputs> = {
  [N in ReadFromAws<I>]: ValueOf<I[N]> | (N extends AlwaysGiven<I> ? never : undefined);
} & {
  [N in keyof O]: ValueOf<O[N]>;
};

interface Shape<I extends Inputs, O extends Outputs> {
  /** As `@pulumi/aws` registers it, for example `aws:iam/role:Role`. */
  readonly token: string;
  /** For messages, for example `IAM role`. */
  readonly title: string;
  readonly inputs: I;
  readonly outputs: O;
  /** Inputs that `@pulumi/aws` has and this plugin refuses, each with what to use instead. */
  readonly refused?: Readonly<Record<string, string>>;
  /** Inputs of which one has to be given, and no more. */
  readonly exactlyOne?: readonly string[];
  /** A resource without `name` is called after its logical name and seven random hexadecimal digits. */
  readonly autoname?: { readonly maximum: number; readonly prefix?: string };
  /** Inputs that say where `name` is unique: when one of them changes, the old resource is not in the way of the new one. */
  readonly uniqueWithin?: readonly string[];
}

interface Definition<I extends Inputs, O extends Outputs> extends Shape<I, O> {
  /** Makes the resource and answers its ID, at once: whatever can be set later is left to `sync`. */
  create(call: Call, wanted: Wanted<I>): Promise<string>;
  /**
   * What belongs to the creation once there is an ID: waiting, or taking away what AWS adds unasked. A failure leaves the resource
   * half-created, and the next `pulumi up` begins this step again.
   */
  complete?(call: Call, id: string, wanted: Wanted<I>): Promise<void>;
  /** `undefined` when it is gone. `known` is what was set, for what AWS (or moto) does not tell. */
  read(call: Call, id: string, known: Partial<Wanted<I>>): Promise<Actual<I, O> | undefined>;
  /** Brings what is named in `changed`, because its actual value differs, to what is wanted. */
  sync(
    call: Call,
    id: string,
    wanted: Wanted<I>,
    changed: ReadonlySet<keyof I | "tagsAll">,
    actual: Actual<I, O>,
  ): Promise<void>;
  /** Deletes it. One that is gone already is no error. */
  delete(call: Call, id: string, state: Wanted<I>): Promise<void>;
}

/** A resource type: its properties as a table, and the steps that only it can know. */
export interface ResourceType extends Shape<Inputs, Outputs> {
  create(call: Call, wanted: Plain): Promise<string>;
  complete?(call: Call, id: string, wanted: Plain): Promise<void>;
  read(call: Call, id: string, known: Plain): Promise<Told | undefined>;
  sync(call: Call, id: string, wanted: Plain, changed: ReadonlySet<string>, actual: Told): Promise<void>;
  delete(call: Call, id: string, state: Plain): Promise<void>;
}

/** Gives a definition's lifecycle the types that follow from its table; the caller of a {@link ResourceType} keeps to them by `check`. */
export function resourceType<const I extends Inputs, const O extends Outputs>(
  definition: Definition<I, O>,
): ResourceType {
  return definition as unknown as ResourceType;
}

/** Tags, as most AWS resources have them. */
export const TAGS = { kind: "tags", onChange: "update" } as const;
/** All tags, with the provider's default ones. */
export const TAGS_ALL = { kind: "tags", follows: ["tags"] } as const;
/** The region a regional resource is in. @default the provider's */
export const REGION = {
  kind: "string",
  onChange: "replace",
  computed: true,
  pattern: { expression: /^[a-z]{2,}(-[a-z]+)+-\d+$/, rule: "a region is called like us-east-1" },
} as const;
