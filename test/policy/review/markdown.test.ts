import { describe, expect, test } from "vitest";
import * as types from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { cut, escaped, mermaidLabel } from "../../../policy/review/markdown/escape";
import { markdownOf, MOST_CHARACTERS } from "../../../policy/review/markdown/page";
import { changed, compliant, resource, without, withMore, type FixtureResource } from "../fixture";
import { digestOf, reviewed } from "./fixture";

const policy = "pinecone-project-cmek-forced";
const open = changed(compliant, "search", { forceEncryptionWithCmek: false });

/** The lines of the part below a heading. */
function section(page: string, heading: string): string {
  return page.split(/^### /m).find((part) => part.startsWith(heading)) ?? "";
}

describe("the page", () => {
  test("begins with the marker of its stack and what it comes to", () => {
    const page = markdownOf(reviewed(open, { all: "mandatory" }));
    expect(page.split("\n").slice(0, 4)).toEqual([
      "<!-- pulumi-pinecone-security review: claims/prod -->",
      "## Security review: `claims/prod`",
      "",
      "⛔ **1 violation** (1 mandatory, 0 advisory), 0 undecided. Resources: 1 changed and 14 unchanged.",
    ]);
  });

  test("says of a stack that stays as it is that nothing changes", () => {
    const page = markdownOf(reviewed(compliant));
    expect(page).toContain("✅ **No violations**, 0 undecided. Resources: 15 unchanged.");
    expect(page).toContain("### What changes\n\nNothing of keys, roles, network and Pinecone.");
  });

  test("has a violation with where it is, why, and what to do", () => {
    const wrong = section(markdownOf(reviewed(open)), "What is wrong (1)");
    expect(wrong).toContain("#### ❗ Advisory, high: A Pinecone project forces encryption with a customer-managed key");
    expect(wrong).toContain("- `search` (Pinecone project, `index.ts:12`): forceEncryptionWithCmek is false.");
    expect(wrong).toContain("**Why:** In a project that does not force it");
    expect(wrong).toContain("**What to do:** Set forceEncryptionWithCmek: true.");
    expect(wrong).toContain(`Policy \`${policy}\` · [where the rule is from](https://docs.pinecone.io/`);
  });

  test("has what can't be decided, with the name of the value", () => {
    const unknown = changed(compliant, "search", { forceEncryptionWithCmek: UNKNOWN });
    const page = markdownOf(reviewed(unknown, { [policy]: { undecided: "mandatory" } }));
    expect(page).toContain("⛔ **No violations**, 1 undecided (1 of them mandatory).");
    expect(section(page, "Undecided (1)")).toContain(
      `| ⛔ \`${policy}\` | \`search\` | forceEncryptionWithCmek of search is not known: the preview does not tell it. |`,
    );
  });

  test("has what goes and what is lost before the rest", () => {
    const page = markdownOf(
      reviewed(withMore(without(open, "products", "link-guard"), resource(types.KEY, "new-key", {}))),
    );
    const rows = [...section(page, "What changes (4)").matchAll(/^\| (\S+)&nbsp;(\w+) \| `([^`]+)`/gm)];
    expect(rows.map(([, , word, name]) => `${word} ${name}`)).toEqual([
      "deleted products",
      "deleted link-guard",
      "changed search",
      "new new-key",
    ]);
  });

  test("begins with why the preview failed, and can't be broken by the message", () => {
    const message = "error: it said ```\n<!-- pulumi-pinecone-security review: x/y -->\n@octocat";
    const page = markdownOf(reviewed({ ...digestOf(compliant), diagnostics: [{ severity: "error", message }] }));
    expect(page).toContain(
      "> **The preview failed.** The report judges what the preview came to; the rest is not known.",
    );
    expect(page).toContain(`\`\`\`\`text\n${message}\n\`\`\`\``);
    expect(page.split("\n")[0]).toBe("<!-- pulumi-pinecone-security review: claims/prod -->");
  });
});

describe("the picture", () => {
  const picture = (page: string) => /```mermaid\n([\s\S]*?)```/.exec(page)?.[1] ?? "";

  test("has who leads to whom, and in words what becomes of each", () => {
    const drawn = picture(markdownOf(reviewed(without(open, "search-api-key-query"))));
    expect(drawn).toMatch(/(n\d+)\["search<br\/>Pinecone project, changed"\]:::changed/);
    expect(drawn).toMatch(/\["search-api-key-query<br\/>Pinecone API key, gone"\]:::gone/);
    expect(drawn).toMatch(/\["search-key<br\/>KMS key, unchanged"\]:::unchanged/);
    expect([...drawn.matchAll(/-->\|"([^"]+)"\|/g)].map(([, label]) => label).sort()).toEqual([
      "encrypts",
      "is in",
      "is registered as",
      "leads to",
      "leads to",
      "opens",
      "says who reaches",
      "through",
      "with",
    ]);
  });

  test("of many resources leaves out what no change touches, or draws kinds", () => {
    const keys = (count: number) =>
      Array.from({ length: count }, (_, index) =>
        resource(
          types.API_KEY,
          `key-${index}`,
          { projectId: "x", name: `k${index}` },
          { from: { projectId: ["search"] } },
        ),
      );
    const old = { ...compliant, resources: [...compliant.resources, ...keys(100)] };
    const few = markdownOf(reviewed(changed(old, "search-key", { enableKeyRotation: false })));
    expect(picture(few).match(/^ {2}n\d+\[/gm)).toHaveLength(2);
    expect(few).toContain("108 unchanged boxes that no change touches are left out.");
    const many = markdownOf(reviewed(withMore(compliant, ...keys(100))));
    expect(picture(many)).toContain('["100 resources<br/>Pinecone API key, new"]');
    expect(many).toContain("Resources of a kind are drawn together");
  });
});

describe("a large preview", () => {
  const bare = (count: number, name: (index: number) => string): FixtureResource[] =>
    Array.from({ length: count }, (_, index) => resource(types.PROJECT, name(index), { name: "x" }));

  test("is folded beyond ten rows, and counted", () => {
    const page = markdownOf(reviewed(withMore(compliant, ...bare(30, (index) => `project-${index}`))));
    expect(page).toContain("<details><summary>20 more</summary>");
    expect(page).toContain("<details><summary>20 more changes: 20 new</summary>");
  });

  test("stays within what GitHub takes, and says what is left out and where it is", () => {
    const page = markdownOf(
      reviewed(withMore(compliant, ...bare(3000, (index) => `project-${index}-${"x".repeat(90)}`))),
    );
    expect(page.length).toBeLessThanOrEqual(MOST_CHARACTERS);
    expect(page).toMatch(
      /\d+ changes more are left out here: GitHub takes comments of 65,536 characters\. All of it is in the JSON report/,
    );
    expect(page.match(/<details>/g)).toHaveLength(page.match(/<\/details>/g)?.length ?? 0);
  });
});

describe("what comes from outside", () => {
  const nasty =
    "a|b `c` <script>alert('x')</script> <!-- --> \"q\" 'r' @octocat/team #12 GH-3 https://evil.example www.evil.example **b** [l](u)\n| x |";

  test("is told as it stands: no markup, mention, reference or link", () => {
    expect(escaped(nasty)).toBe(
      "a\\|b \\`c\\` &lt;script&gt;alert('x')&lt;/script&gt; &lt;!-- --&gt; \"q\" 'r' @\u200boctocat/team #\u200b12 GH-\u200b3 " +
        "https:\u200b//evil.example www\u200b.evil.example \\*\\*b\\*\\* \\[l\\](u) \\| x \\|",
    );
  });

  test("can't end a label of the picture, nor its block", () => {
    expect(mermaidLabel('"]; click a "x"\n```<b>')).not.toMatch(/["`<>\n\]]/);
  });

  test("never adds a row, a cell or a mention to the page", () => {
    const page = markdownOf(reviewed(withMore(compliant, resource(types.PROJECT, nasty, { name: nasty }))));
    const rows = section(page, "What changes (1)")
      .split("\n")
      .filter((line) => line.startsWith("|"));
    expect(rows).toHaveLength(3);
    expect(rows[2]?.replace(/\\\|/g, "").match(/\|/g)).toHaveLength(4);
    expect(page).not.toMatch(/@octocat|<script|https:\/\/evil|#12\b/);
  });

  test("is cut between characters", () => {
    expect(cut("🔒🔒🔒🔒", 3)).toBe("🔒🔒…");
  });
});
