import { describe, expect, test } from "vitest";
import { z } from "zod";
import { objectsIn, propertiesOf } from "../../gen/model";
import { packageSchema } from "../../gen/schema";
import { fixture } from "./fixture";

const schema = packageSchema(fixture);

describe("the schema of a package", () => {
  test("has every input and output of a resource, with what a change does", () => {
    const label = { type: "string", description: "What is written on it. A change is made in place." };
    const colors = {
      type: "array",
      items: { type: "string" },
      description: 'Its colors. Default: `["red"]`. A change replaces the resource. Possible values: `red`, `blue`.',
      willReplaceOnChanges: true,
    };
    const combination = { type: "string", description: "Opens it. A change is made in place.", secret: true };
    const shelf = {
      $ref: "#/types/pinecone-security:index:SafeShelf",
      description: "Its shelf. A change is made in place.",
    };
    const locked = {
      type: "boolean",
      description:
        "Whether it is locked. A change is made in place. But one from `true` to `false` is refused in preview. Safes stay locked.",
    };
    const forbidden = "Default: as the maker likes. A change is refused in preview. Safes don't grow.";
    expect(schema.resources).toEqual({
      "pinecone-security:index:Safe": {
        description: "A safe.",
        properties: {
          label,
          colors,
          combination,
          shelf,
          locked,
          serial: { type: "string", description: "Its serial number.", secret: true },
          size: { type: "integer", description: `Its size in litres, measured. ${forbidden}` },
        },
        required: ["label", "shelf", "size"],
        inputProperties: {
          label,
          colors,
          size: { type: "integer", description: `Its size in litres. ${forbidden}` },
          combination,
          shelf,
          locked,
        },
        requiredInputs: ["label"],
      },
    });
  });

  test("names the objects inside properties as types", () => {
    expect(schema.types).toEqual({
      "pinecone-security:index:SafeShelf": {
        type: "object",
        properties: { height: { type: "number", description: "In metres." }, open: { type: "boolean" } },
        required: ["height"],
      },
    });
  });

  test("has the functions", () => {
    expect(schema.functions).toEqual({
      "pinecone-security:index:getSafe": {
        description: "Finds a safe.",
        inputs: {
          type: "object",
          properties: { label: { type: "string", description: "What is written on it." } },
          required: [],
        },
        outputs: {
          type: "object",
          properties: { count: { type: "integer", description: "How many there are." } },
          required: ["count"],
        },
      },
    });
  });

  test("offers the configuration to stacks and providers alike, and leaves the environment to the plugin", () => {
    const properties = {
      url: { type: "string", description: "Where it is. Default: `https://safe.example`." },
      password: {
        type: "string",
        description: "Lets you in. Read from `SAFE_PASSWORD` in the environment when the configuration has none.",
        secret: true,
      },
      confirmed: { type: "object", additionalProperties: { type: "string" }, description: "What was confirmed." },
      retries: { type: "integer", description: "How often it tries." },
    };
    expect(schema.config).toEqual({ variables: properties });
    expect(schema.provider).toMatchObject({ inputProperties: properties });
    expect(JSON.stringify(schema)).not.toContain("defaultInfo");
  });
});

test("an object in a map is named after the property and its own title", () => {
  const field = z.object({ size: z.object({ width: z.number() }) }).meta({ title: "Field" });
  const fields = { schema: { type: z.record(z.string(), field), description: "Its fields." } };
  expect(objectsIn(propertiesOf("Safe", fields, "input")).map(({ name }) => name)).toEqual([
    "SafeSchemaField",
    "SafeSchemaFieldSize",
  ]);
});
