import { CheckFailure as WireFailure } from "@pulumi/pulumi/proto/provider_pb";
import type { CheckFailure } from "./provider";
import { containsSecret, containsUnknown, type PropertyMap } from "./values";

/**
 * Failures for the engine, which prints `property <name> value <value> has a problem: <reason>` with the value as the program gave
 * it, secrets in plain text. So it learns the property only where it can print the value; elsewhere the reason names it.
 *
 * @param printable The inputs whose values may be shown.
 */
export function wireFailures(
  failures: readonly CheckFailure[],
  printable: PropertyMap,
  redact: (text: string) => string,
): WireFailure[] {
  return failures.map(({ property, reason }) => {
    const value = Object.hasOwn(printable, property) ? (printable[property] ?? null) : null;
    const shown = value !== null && !containsSecret(value) && !containsUnknown(value);
    const text = redact(reason);
    if (shown) return new WireFailure().setProperty(property).setReason(text);
    return new WireFailure().setReason(property === "" ? text : `${property}: ${text}`);
  });
}
