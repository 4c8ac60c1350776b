import type { PropertyMap } from "./values";

/** A failure meant for the user: its message is shown as it is, without a stack. Whatever else is thrown is a defect of the plugin and is shown as one. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/**
 * The resource exists but is not finished. The engine keeps it in the state with these outputs, shows the reasons line by line,
 * holds its dependants back, and calls Update on the next `pulumi up`.
 */
export class HalfCreatedError extends Error {
  override name = "HalfCreatedError";

  constructor(
    readonly id: string,
    readonly inputs: PropertyMap,
    readonly outputs: PropertyMap,
    readonly reasons: readonly string[],
  ) {
    super(reasons.join("\n"));
  }
}
