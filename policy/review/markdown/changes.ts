import type { Meaning, Tone } from "../meaning";
import type { Operation } from "../preview";
import type { Review, ReviewedChange } from "../review";
import { counted } from "../words";
import { code, cut, escaped } from "./escape";

/** So many rows are shown; the others are folded. */
export const UNFOLDED = 10;
const LONGEST_MEANING = 500;

const WORDS: Readonly<Record<Operation, string>> = {
  create: "➕ new",
  import: "📥 imported",
  update: "✏️ changed",
  replace: "♻️ replaced",
  delete: "🗑️ deleted",
  same: "🏷️ options changed",
  read: "read",
};

const MARKS: Readonly<Record<Tone, string>> = { opens: "🔓 ", closes: "🔒 ", loses: "⚠️ ", plain: "" };

/** What goes or is made anew is read first. */
const ORDER: readonly Operation[] = ["delete", "replace", "update", "same", "import", "create"];

/** The table of what changes, at most `most` rows of it. */
export function changesSection(review: Review, most: number, whereTheRestIs: string): string {
  const all = [...review.changes].sort((a, b) => rankOf(a) - rankOf(b));
  const others =
    review.others === 0
      ? ""
      : `\n\n<sub>${counted(review.others, "other resource")} with a change ${review.others === 1 ? "is" : "are"} no concern of this report.</sub>`;
  if (all.length === 0) return `### What changes\n\nNothing of keys, roles, network and Pinecone.${others}`;
  const unfolded = Math.min(UNFOLDED, most);
  const [shown, folded] = [all.slice(0, unfolded), all.slice(unfolded, most)];
  const left = all.length - shown.length - folded.length;
  const parts = [`### What changes (${all.length})`, table(shown)];
  if (folded.length > 0)
    parts.push(details(`${counted(folded.length, "more change")}${countsOf(folded)}`, table(folded)));
  if (left > 0)
    parts.push(`${counted(left, "change")} more ${left === 1 ? "is" : "are"} left out here: ${whereTheRestIs}`);
  parts.push(`<sub>🔓 lets somebody in · 🔒 shuts somebody out or keeps something · ⚠️ something is lost</sub>`);
  return `${parts.join("\n\n")}${others}`;
}

const TONES: readonly Tone[] = ["loses", "opens", "closes", "plain"];

/** What is lost or opened is read first among those that the same is done to. */
function rankOf({ operation, meanings }: ReviewedChange): number {
  const worst = Math.min(TONES.length, ...meanings.map(({ tone }) => TONES.indexOf(tone)));
  return ORDER.indexOf(operation) * 10 + worst;
}

function table(changes: readonly ReviewedChange[]): string {
  return ["| Change | Resource | What it means |", "| --- | --- | --- |", ...changes.map(row)].join("\n");
}

function row({ operation, noun, name, meanings }: ReviewedChange): string {
  return `| ${WORDS[operation].replaceAll(" ", "&nbsp;")} | ${code(cut(name, 100))}<br>${noun} | ${meanings.map(meaningCell).join("<br>")} |`;
}

function meaningCell({ tone, text }: Meaning): string {
  return `${MARKS[tone]}${escaped(cut(text, LONGEST_MEANING))}`;
}

/** ` (480 new, 3 changed)` */
function countsOf(changes: readonly ReviewedChange[]): string {
  const parts = ORDER.flatMap((operation) => {
    const count = changes.filter((change) => change.operation === operation).length;
    return count === 0 ? [] : [`${count} ${WORDS[operation].replace(/^\S+ /, "")}`];
  });
  return `: ${parts.join(", ")}`;
}

/** Folded text. */
export function details(summary: string, text: string): string {
  return `<details><summary>${summary}</summary>\n\n${text}\n\n</details>`;
}
