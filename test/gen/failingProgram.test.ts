import { expect, test } from "vitest";
import { failingProgram } from "../../gen/failingProgram";

const file = `import { Project } from "../../../index";

/** Region of all. */
const region = "us-east-1";

export const before = async (): Promise<void> => {
  new Project("old", { name: "old" });
};

/** Somebody forgot it. */
export const program = async (): Promise<void> => {
  new Project("new", {
    name: "new",
  });

  new Project("other", { name: region });
};
`;

test("a failing program's page text is its body, with what stands beside it and without its imports", () => {
  expect(failingProgram("a.ts", file)).toEqual({
    story: "Somebody forgot it.",
    beside: ['/** Region of all. */\nconst region = "us-east-1";'],
    before: 'new Project("old", { name: "old" });',
    program: ['new Project("new", {', '  name: "new",', "});", "", 'new Project("other", { name: region });'].join(
      "\n",
    ),
  });
});

test("a failing program without an earlier deployment has none", () => {
  const alone = file.replace(/export const before[^]*?\};\n/, "");
  expect(failingProgram("a.ts", alone).before).toBeUndefined();
  const same = file.replace(/export const before[^]*?\};\n/, "export const before = async () => program();\n");
  expect(failingProgram("a.ts", same).before).toBeUndefined();
});

test("a program that is one call is shown as that call", () => {
  const calls = file.replace(/export const before[^]*?\};\n/, "export const before = () => made(region);\n");
  expect(failingProgram("a.ts", calls).before).toBe("made(region)");
});

test("a failing program that does not tell its mistake is refused", () => {
  const silent = file.replace("/** Somebody forgot it. */\n", "");
  expect(() => failingProgram("a.ts", silent)).toThrow("a.ts has no `program` with a doc comment");
  expect(() => failingProgram("b.ts", "export const other = 1;")).toThrow("b.ts has no `program`");
});
