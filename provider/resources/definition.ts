import type { z } from "zod";

/** What happens when an input of an existing resource changes. */
export type OnChange =
  | {
      readonly kind: "update";
      /** The one change that is refused in preview all the same. */
      readonly except?: {
        readonly from: boolean;
        readonly to: boolean;
        readonly rule: string;
        readonly remedy: string;
      };
    }
  | { readonly kind: "replace" }
  /** The change is refused in preview. `rule`: whose rule, in a sentence. `remedy`: the way out, in a sentence. */
  | { readonly kind: "forbidden"; readonly rule: string; readonly remedy: string };

interface Field {
  /** Shape of the plain value. Optional fields end in `.optional()`. Its messages are what the user reads. */
  readonly type: z.ZodType;
  /** Markdown: what it is, its unit, the source of a rule. */
  readonly description: string;
  /** @default false */
  readonly secret?: boolean;
}

/** A property that the program gives. */
export interface InputField extends Field {
  readonly onChange: OnChange;
  /** What holds when an optional field is left out: the text behind `@default`. */
  readonly default?: string;
  /**
   * Left out on an existing resource, the old value holds: Pinecone keeps what an update does not name. It is for optional fields
   * whose value Pinecone fills in. @default false
   */
  readonly keptWhenLeftOut?: boolean;
  /** The order of a list's elements, and their repetition, mean nothing. @default false */
  readonly isSet?: boolean;
  /** Values with the same canonical form mean the same. It is given any value, also one of the wrong shape. @default the value itself */
  readonly canonical?: (plain: unknown) => unknown;
  /**
   * Pinecone does not tell it, so an import can't read it: given where there was none before, it changes nothing. @default false
   */
  readonly untold?: boolean;
}

/** A property that Pinecone or the plugin tells. */
export interface OutputField extends Field {
  /** No update changes it, so it stays known in previews. @default false */
  readonly stable?: boolean;
}

/** The half of a resource definition that is data: schema, checks, diff, docs and SDK class follow from it. */
export interface ResourceShape {
  /** The last part of the token: `Project` of `pinecone-security:index:Project`. */
  readonly name: string;
  readonly description: string;
  /** What to give to `pulumi import`: a sentence, and an example. */
  readonly importId: { readonly description: string; readonly example: string };
  readonly inputs: Readonly<Record<string, InputField>>;
  /** Besides the inputs, which are outputs too. */
  readonly outputs: Readonly<Record<string, OutputField>>;
  /** For the reference page: operation (`create`, `refresh`, …) → the requests it sends, in Markdown. */
  readonly requests?: Readonly<Record<string, string>>;
}

/** The half of a function definition that is data. */
export interface FunctionShape {
  /** The last part of the token: `getProject`. */
  readonly name: string;
  readonly description: string;
  readonly inputs: Readonly<Record<string, Omit<InputField, "onChange">>>;
  readonly outputs: Readonly<Record<string, Field>>;
}

/** A setting of the provider. */
export interface ConfigurationField extends Omit<InputField, "onChange"> {
  /** Environment variables it is read from when the configuration has none, first found first. */
  readonly environment?: readonly string[];
}

/** The provider's configuration, namespace `pinecone-security:`. */
export interface ConfigurationShape {
  readonly fields: Readonly<Record<string, ConfigurationField>>;
}
