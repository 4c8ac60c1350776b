import { describe, expect, test } from "vitest";
import { ComponentSources } from "../../gen/componentReference";
import { generatedFiles } from "../../gen/files";
import { fixture } from "./fixture";

const sources = new ComponentSources({
  "components/vault.ts": `
    /** What can be chosen about the door. */
    export interface DoorOptions {
      /**
       * Its width in metres.
       *
       * @default - as wide as the wall
       */
      readonly width?: pulumi.Input<number | undefined>;
    }
    /** The arguments of a {@link Door}. */
    export interface DoorArgs extends DoorOptions {
      /** Who may open it. */
      readonly keepers: pulumi.Input<pulumi.Input<string>[]>;
    }
    /** A door: heavy. */
    export class Door extends pulumi.ComponentResource {
      /** @internal */
      static readonly __pulumiType = "door";
      /** The number on it. */
      readonly number: pulumi.Output<string | undefined>;
    }
    /** What it locks with. */
    export type Lock =
      | {
          /** The code. */
          readonly code: string;
        }
      | {
          /** The key. */
          readonly key: string;
          readonly code?: never;
        };
    /** The door is made. As thick as can be. */
    export interface MadeDoor {
      /** The door itself. */
      readonly door: DoorOptions;
      /** How it locks. */
      readonly lock: Lock;
    }
    /** The door is brought. */
    export interface BroughtDoor {
      /** Its number. */
      readonly number: string;
      readonly door?: never;
    }
    export type VaultArgs = MadeDoor | BroughtDoor;
    /** A vault with a door. */
    export class Vault extends pulumi.ComponentResource {}
    export class Helper {}
  `,
});
const body = (component: string) => sources.page(component).text.split("\n\n").slice(1);

describe("the reference page of a component", () => {
  test("is there for each component and nothing else", () => {
    expect(sources.components).toEqual(["Door", "Vault"]);
  });

  test("has inherited arguments, plain types, defaults, and outputs", () => {
    expect(body("Door")).toEqual([
      "# Door",
      "A door: heavy.",
      "## Arguments",
      [
        "| Argument | Type | Meaning |",
        "| --- | --- | --- |",
        "| `keepers` | `string[]` | Who may open it. |",
        "| `width` (optional) | `number` | Its width in metres. Default: as wide as the wall. |",
      ].join("\n"),
      "## Outputs",
      "| Output | Type | Meaning |\n| --- | --- | --- |\n| `number` | `string` | The number on it. |\n",
    ]);
  });

  test("has a section for each way to bring or make a part, without what can't be given there", () => {
    expect(body("Vault")).toEqual([
      "# Vault",
      "A vault with a door.",
      "## Arguments",
      "### The door is made",
      [
        "| Argument | Type | Meaning |",
        "| --- | --- | --- |",
        "| `door` | [DoorOptions](Door.md) | The door itself. |",
        "| `lock` | `Lock` | How it locks. |",
      ].join("\n"),
      "### The door is brought",
      "| Argument | Type | Meaning |\n| --- | --- | --- |\n| `number` | `string` | Its number. |",
      "### Lock",
      "What it locks with.",
      "| Argument | Type | Meaning |\n| --- | --- | --- |\n| `code` | `string` | The code. |",
      "or",
      "| Argument | Type | Meaning |\n| --- | --- | --- |\n| `key` | `string` | The key. |",
      "## Outputs",
      "None.\n",
    ]);
  });
});

test("the index of the reference names every page", async () => {
  const files = await generatedFiles(fixture, sources);
  const index = files.find(({ path }) => path === "docs/reference/README.md")?.text ?? "";
  const pages = files.flatMap(({ path }) => /^docs\/reference\/(?!README)(.+\.md)$/.exec(path)?.[1] ?? []);
  expect(pages.length).toBeGreaterThan(4);
  expect(pages.filter((page) => !index.includes(`](${page})`))).toEqual([]);
  expect(index).toContain("| [Door](Door.md) | A door. |");
});
