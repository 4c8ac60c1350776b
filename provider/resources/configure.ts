import type { CheckFailure } from "../rpc/provider";
import type { PropertyMap } from "../rpc/values";
import { configuration } from "./configuration";
import { ENVIRONMENT, type Environment, fromEnvironment } from "./environment";
import { shapeFailures } from "./validate";

/** What is wrong with the shape of the configuration, and of what the environment adds to it. */
export function configurationFailures(parsed: PropertyMap, environment: Environment): CheckFailure[] {
  const { fields } = configuration;
  const added = Object.fromEntries(
    Object.entries(fromEnvironment(environment)).filter(([name]) => !Object.hasOwn(parsed, name)),
  );
  const fromOutside = shapeFailures("the provider's configuration", fields, added).map(({ property, reason }) => {
    const variables: readonly string[] = ENVIRONMENT[property as keyof typeof ENVIRONMENT];
    return { property, reason: `${reason} It comes from the environment variable ${variables.join(" or ")}.` };
  });
  return [...shapeFailures("the provider's configuration", fields, parsed), ...fromOutside];
}
