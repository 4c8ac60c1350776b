import { z } from "zod";
import type { PackageShapes } from "../../gen/package";

/** A package of one resource and one function that together have every kind of field. */
export const fixture: PackageShapes = {
  version: "1.2.3",
  policies: [],
  regions: { "us-east-1": { serviceName: "com.example.safes", dnsZone: "safes.example" } },
  resources: [
    {
      name: "Safe",
      description: "A safe.",
      importId: { description: "The number of the safe.", example: "safe-7" },
      inputs: {
        label: {
          type: z
            .string()
            .min(1)
            .refine((text) => text !== "no"),
          description: "What is written on it.",
          onChange: { kind: "update" },
        },
        colors: {
          type: z.array(z.enum(["red", "blue"])).optional(),
          description: "Its colors.",
          onChange: { kind: "replace" },
          default: '`["red"]`',
        },
        size: {
          type: z.int().optional(),
          description: "Its size in litres.",
          onChange: { kind: "forbidden", rule: "Safes don't grow.", remedy: "Buy another one." },
          default: "as the maker likes",
        },
        combination: {
          type: z.string().optional(),
          description: "Opens it.",
          onChange: { kind: "update" },
          secret: true,
        },
        shelf: {
          type: z.object({ height: z.number().describe("In metres."), open: z.boolean().optional() }).optional(),
          description: "Its shelf.",
          onChange: { kind: "update" },
          keptWhenLeftOut: true,
        },
        locked: {
          type: z.boolean().optional(),
          description: "Whether it is locked.",
          onChange: {
            kind: "update",
            except: { from: true, to: false, rule: "Safes stay locked.", remedy: "Ask the maker." },
          },
        },
      },
      outputs: {
        serial: { type: z.string().nullable(), description: "Its serial number.", stable: true, secret: true },
        size: { type: z.int(), description: "Its size in litres, measured." },
      },
      requests: { create: "`POST /safes`" },
    },
  ],
  functions: [
    {
      name: "getSafe",
      description: "Finds a safe.",
      inputs: { label: { type: z.string().optional(), description: "What is written on it." } },
      outputs: { count: { type: z.int(), description: "How many there are." } },
    },
  ],
  configuration: {
    fields: {
      url: { type: z.string().optional(), description: "Where it is.", default: "`https://safe.example`" },
      password: {
        type: z.string().optional(),
        description: "Lets you in.",
        secret: true,
        environment: ["SAFE_PASSWORD"],
      },
      confirmed: { type: z.record(z.string(), z.string()).optional(), description: "What was confirmed." },
      retries: { type: z.int().optional(), description: "How often it tries." },
    },
  },
};
