import * as z from "zod";

/** A text that a rule finds no problem with. The rule's words are what the user reads. */
export function textWithout(problem: (value: string) => string | undefined): z.ZodString {
  return z.string().refine((value) => problem(value) === undefined, {
    error: ({ input }) => (typeof input === "string" ? problem(input) : undefined),
  });
}
