import type { PropertyMap } from "./values";

/** A failure meant for the user: its message is shown as it is, without a stack. Whatever else is thrown is a defect of the plugin and is shown as one. */
export class ProviderError extends Error {
  override name = "ProviderError";
}

/**
 * The resource exists but is not finished. The engine keeps it in the state with these outputs, shows the reasons line by line,
 * holds its dependants back, and calls Update on the next `pulumi up`. Thrown by create, update and read; thrown by delete, which
 * the engine knows as done or failed only, it is a {@link ProviderError} with the reasons as its message.
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

/** Why a call's signal was aborted: the engine asked the plugin to stop (Ctrl-C), or went away. */
export class CancelReason extends Error {
  override name = "CancelReason";

  constructor() {
    super("cancelled");
  }
}

/** Why a call's signal was aborted: the time that `customTimeouts` gives the operation is over. */
export class TimeoutReason extends Error {
  override name = "TimeoutReason";

  constructor(readonly seconds: number) {
    super(`not finished within the ${seconds} s that \`customTimeouts\` gives it`);
  }
}
