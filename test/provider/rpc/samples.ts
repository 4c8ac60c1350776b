import type { Provider, ResourceHandler } from "../../../provider/rpc";

export const TYPE = "sample:index:Thing";
export const URN = `urn:pulumi:dev::shop::parent:index:Parent$${TYPE}::first`;

/** A resource whose every operation fails; tests give the ones they use. */
export function handler(parts: Partial<ResourceHandler> = {}): ResourceHandler {
  const unused = async (): Promise<never> => {
    throw new Error("not part of this test");
  };
  return { check: unused, diff: unused, create: unused, read: unused, update: unused, delete: unused, ...parts };
}

export function provider(parts: Partial<Provider> = {}): Provider {
  return {
    name: "sample",
    version: "1.2.3",
    schema: () => `{"name":"sample"}`,
    checkConfig: ({ news }) => ({ inputs: news, failures: [] }),
    configure: () => undefined,
    resources: {},
    functions: {},
    ...parts,
  };
}
