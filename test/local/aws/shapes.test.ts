import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { describe, expect, test } from "vitest";
import { functions } from "../../../local/aws/functions";
import { VERSION } from "../../../local/aws/plugin";
import type { Kind } from "../../../local/aws/resourceType";
import { types } from "../../../local/aws/types";

const sdk = dirname(require.resolve("@pulumi/aws/package.json"));
const read = (path: string): string => readFileSync(join(sdk, path), "utf8");

/** `aws:iam/role:Role` is in iam/role, `aws:index/getRegion:getRegion` in getRegion. */
const fileOf = (token: string): string => (token.split(":")[1] ?? "").replace(/^index\//, "");

/** The outputs a class of the SDK declares, by name, each with its TypeScript type. */
function declaredOutputs(declarations: string): Map<string, string> {
  const body = declarations.slice(declarations.indexOf("export declare class"));
  const found = body.matchAll(/^ {4}readonly (\w+): pulumi\.Output<([^;]*?(?:\{[^}]*\}[^;]*?)?)>;$/gm);
  return new Map([...found].map(([, name = "", type = ""]) => [name, type.replace(/\s+/g, " ")]));
}

/** The inputs a class of the SDK hands to the engine when a resource is made. */
function sentInputs(code: string): string[] {
  const made = code.slice(code.indexOf("const args = argsOrState"));
  return [...made.matchAll(/resourceInputs\["(\w+)"\] = \(?args\?\.\1\b/g)].map(([, name = ""]) => name).sort();
}

const typescript: Readonly<Record<Kind, RegExp>> = {
  string: /^string( \| undefined)?$/,
  policy: /^string( \| undefined)?$/,
  number: /^number( \| undefined)?$/,
  boolean: /^boolean( \| undefined)?$/,
  tags: /^\{ \[key: string\]: string; \}( \| undefined)?$/,
  strings: /^string\[\]( \| undefined)?$/,
  object: /^outputs\.\w+\.\w+( \| undefined)?$/,
  objects: /^outputs\.\w+\.\w+\[\]( \| undefined)?$/,
};

test("the plugin has the version of the @pulumi/aws whose types it has", () => {
  expect(VERSION).toBe((JSON.parse(read("package.json")) as { version: string }).version);
});

describe.each(types)("$token", (type) => {
  const code = read(`${fileOf(type.token)}.js`);
  const declared = declaredOutputs(read(`${fileOf(type.token)}.d.ts`));
  const properties = { ...type.inputs, ...type.outputs };

  test("is the token @pulumi/aws registers", () => {
    expect(code).toContain(`static __pulumiType = '${type.token}';`);
  });

  test("has the outputs of the real class, none more and none less", () => {
    const names = new Set([...Object.keys(properties), ...Object.keys(type.refused ?? {})]);
    expect([...names].sort()).toEqual([...declared.keys()].sort());
  });

  test("has an output for each refused input that the real class always has a value for", () => {
    const absent = Object.keys(type.refused ?? {}).filter((name) => !(name in properties));
    for (const name of absent) {
      expect(declared.get(name)).toMatch(/undefined$/);
    }
  });

  test.each(Object.entries(properties))("output %s has the real type", (name, { kind }) => {
    expect(declared.get(name)).toMatch(typescript[kind]);
  });

  test("takes or refuses each input of the real class, and knows no other", () => {
    expect([...Object.keys(type.inputs), ...Object.keys(type.refused ?? {})].sort()).toEqual(sentInputs(code));
  });

  test("an output the real class always has is never left out by a table that says it may be", () => {
    const optional = Object.entries(type.inputs)
      .filter(([, row]) => row.unread === true && row.default === undefined)
      .map(([name]) => name);
    for (const name of optional) {
      expect(declared.get(name)).toMatch(/undefined$/);
    }
  });
});

describe.each(functions)("$token", ({ token, args, results }) => {
  const declarations = read(`${fileOf(token)}.d.ts`);
  const name = token.split(":")[2] ?? "";

  /** The fields of `GetVpcArgs` or `GetVpcResult`, by name, each with its TypeScript type. */
  const fields = (part: string): Map<string, string> => {
    const start = declarations.indexOf(`export interface ${name.replace(/^get/, "Get")}${part} {`);
    const body = declarations.slice(start, declarations.indexOf("\n}", start));
    const found = body.matchAll(/^ {4}(?:readonly )?(\w+)\??: ([^;]*?(?:\{[^}]*\})?);$/gm);
    return new Map([...found].map(([, field = "", type = ""]) => [field, type.replace(/\s+/g, " ")]));
  };

  test("is the token @pulumi/aws calls", () => {
    expect(read(`${fileOf(token)}.js`)).toContain(`"${token}"`);
  });

  test.each([
    ["arguments", args, fields("Args")],
    ["results", results, fields("Result")],
  ])("has the %s of the real function, of the real types", (_what, table, declared) => {
    expect(Object.keys(table).sort()).toEqual([...declared.keys()].sort());
    for (const [field, kind] of Object.entries(table)) {
      expect(declared.get(field)?.replace(/^inputs\./, "outputs.")).toMatch(typescript[kind]);
    }
  });
});
