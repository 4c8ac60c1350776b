import type { Provider } from "../../provider/rpc";
import { ProviderError } from "../../provider/rpc";
import { Clients } from "./clients";
import { functionHandler, functions } from "./functions";
import { TypeHandler } from "./handler";
import { schemaText } from "./schema";
import type { Session } from "./session";
import { readSettings } from "./settings";
import { types } from "./types";
import { type Sleep, systemSleep } from "./wait";

/** The version of `@pulumi/aws` whose types this plugin has. */
export const VERSION = "7.48.0";

/**
 * A plugin named `aws` for the resource types that the components and examples of this package use, against moto or any other
 * endpoint: tests and the demo run without an account and without the real plugin.
 *
 * @param environment - where region, endpoint and credentials are looked for when the configuration has none.
 * @param sleep - default: the system's
 */
export function awsPlugin(environment: NodeJS.ProcessEnv, sleep: Sleep = systemSleep): Provider {
  let configured: Session | undefined;
  const session = (): Session => {
    if (configured === undefined) {
      throw new ProviderError("The local aws plugin was asked for a resource before it was configured.");
    }
    return configured;
  };
  return {
    name: "aws",
    version: VERSION,
    schema: () => schemaText("aws", VERSION),
    checkConfig: ({ news }) => ({ inputs: news, failures: readSettings(news, environment).failures }),
    configure({ inputs }) {
      const { settings, failures } = readSettings(inputs, environment);
      if (settings === undefined) {
        const reasons = failures.map(({ reason }) => reason).join("\n");
        throw new ProviderError(reasons === "" ? "The configuration of the aws provider is not known yet." : reasons);
      }
      configured = { settings, clients: new Clients(settings), sleep };
    },
    resources: Object.fromEntries(types.map((type) => [type.token, new TypeHandler(type, session)])),
    functions: Object.fromEntries(functions.map((fn) => [fn.token, functionHandler(fn, session)])),
    unknownTokenRemedy: "This is the local aws plugin: for other types and functions use the real @pulumi/aws plugin.",
  };
}
