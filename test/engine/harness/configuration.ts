import type { ConfigMap, Stack } from "@pulumi/pulumi/automation";

/** The configuration of a stack, by its keys. */
export interface Configuration {
  /** A list is set as by `pulumi config set --path`, an element each. */
  readonly config?: Readonly<Record<string, string | readonly string[]>>;
  /** Configuration that is encrypted in the stack's file. */
  readonly secretConfig?: Readonly<Record<string, string>>;
}

/** Configures a stack, with at most two commands. */
export async function configure(stack: Stack, { config = {}, secretConfig = {} }: Configuration): Promise<void> {
  const [texts, elements]: [ConfigMap, ConfigMap] = [{}, {}];
  for (const [key, value] of Object.entries(config)) {
    if (typeof value === "string") texts[key] = { value };
    else for (const [index, element] of value.entries()) elements[`${key}[${index}]`] = { value: element };
  }
  for (const [key, value] of Object.entries(secretConfig)) texts[key] = { value, secret: true };
  if (Object.keys(texts).length > 0) await stack.setAllConfig(texts);
  if (Object.keys(elements).length > 0) await stack.setAllConfig(elements, true);
}
