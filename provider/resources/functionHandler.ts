import { PineconeError } from "../../pinecone/errors";
import { ProviderError } from "../rpc/errors";
import type { CheckFailure, FunctionHandler } from "../rpc/provider";
import { containsUnknown, type PropertyMap, UNKNOWN } from "../rpc/values";
import { withoutSecrets } from "./hiding";
import type { FunctionDefinition } from "./lifecycle";
import { engineValue, marked, plainOf } from "./plain";
import type { Session } from "./session";
import { withTexts } from "./texts";
import { shapeFailures } from "./validate";
import { withSetting } from "./whereSet";

/** What the engine calls for one function, made from its definition. */
export function functionHandlerOf(definition: FunctionDefinition, session: () => Session): FunctionHandler {
  return {
    invoke: async ({ args: given, signal }) => {
      const args = withTexts(definition.inputs, given);
      const failures: CheckFailure[] = shapeFailures(definition.name, definition.inputs, args);
      if (failures.length > 0) return { result: {}, failures };
      if (containsUnknown(args)) return { result: unknownResult(definition), failures };
      const fail = (property: string, reason: string): void => {
        failures.push({ property, reason: withoutSecrets(reason, args) });
      };
      try {
        const found = await definition.run({ inputs: plainOf(args), session: session(), signal, fail });
        return { result: found === undefined ? {} : resultOf(definition, found), failures };
      } catch (error) {
        const words = wordsOf(error, definition, session(), signal);
        throw words === undefined ? error : new ProviderError(withoutSecrets(words, args));
      }
    },
  };
}

/** What to say of a failure; `undefined` when the protocol has its own words for it. */
function wordsOf(error: unknown, { name }: FunctionDefinition, { settings }: Session, signal: AbortSignal) {
  if (error instanceof PineconeError && !signal.aborted) return `${name}: ${withSetting(error, settings)}`;
  return error instanceof ProviderError ? error.message : undefined;
}

/** Most SDKs do not even ask in a preview while an argument is not known; what they get otherwise is not known either. */
function unknownResult({ outputs }: FunctionDefinition): PropertyMap {
  return Object.fromEntries(Object.keys(outputs).map((name) => [name, UNKNOWN]));
}

function resultOf({ outputs }: FunctionDefinition, found: Readonly<Record<string, unknown>>): PropertyMap {
  const entries = Object.entries(outputs)
    .filter(([name]) => found[name] !== undefined)
    .map(([name, { secret }]) => [name, marked(engineValue(found[name]), secret === true)] as const);
  return Object.fromEntries(entries);
}
