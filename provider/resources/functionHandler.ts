import { PineconeError } from "../../pinecone/errors";
import { ProviderError } from "../rpc/errors";
import type { CheckFailure, FunctionHandler } from "../rpc/provider";
import type { PropertyMap } from "../rpc/values";
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
      const fail = (property: string, reason: string): void => {
        failures.push({ property, reason });
      };
      try {
        const found = await definition.run({ inputs: plainOf(args), session: session(), signal, fail });
        return { result: found === undefined ? {} : resultOf(definition, found), failures };
      } catch (error) {
        if (error instanceof PineconeError && !signal.aborted)
          throw new ProviderError(`${definition.name}: ${withSetting(error, session().settings)}`);
        throw error;
      }
    },
  };
}

function resultOf({ outputs }: FunctionDefinition, found: Readonly<Record<string, unknown>>): PropertyMap {
  const entries = Object.entries(outputs)
    .filter(([name]) => found[name] !== undefined)
    .map(([name, { secret }]) => [name, marked(engineValue(found[name]), secret === true)] as const);
  return Object.fromEntries(entries);
}
