import type { CheckSubject } from "../lifecycle";
import type { BindingValues } from "./values";

/** The values of a binding, and the documents that are evaluated before anything is sent. */
export interface CheckedBinding extends BindingValues {
  readonly trustPolicy?: string | undefined;
  readonly keyPolicy?: string | undefined;
  readonly pineconeAccountId?: string | undefined;
}

/**
 * Warns of what the given inputs amount to. Once they are deployed the warning has been read, so it is not repeated until one of them
 * changes.
 */
export function warnOfNews(
  { known, olds, call }: CheckSubject<CheckedBinding>,
  concerned: readonly (keyof CheckedBinding)[],
  warning: string,
): void {
  if (olds === undefined || concerned.some((name) => known[name] !== olds[name])) call.log("warning", warning);
}

/** Reasons as one sentence, each once. */
export function sentence(reasons: readonly string[]): string {
  return `${[...new Set(reasons)].map((reason) => reason.replace(/\.$/, "")).join("; ")}.`;
}
