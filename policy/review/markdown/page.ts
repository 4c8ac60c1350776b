import type { Operation } from "../preview";
import { countFindings, exitCodeOf, EXIT, type Review } from "../review";
import { counted, listed } from "../words";
import { changesSection } from "./changes";
import { code, codeBlock, cut, escaped, inComment } from "./escape";
import { undecidedSection, violationsSection } from "./findings";
import { picture } from "./picture";

/** GitHub takes no longer comment. */
export const MOST_CHARACTERS = 65_536;

/** Rows of each list, tried until the page is short enough. */
const LIMITS = [Infinity, 300, 150, 75, 40, 20, 10, 5, 2];
const MOST_ERRORS = 5;
const LONGEST_ERROR = 2000;

const WHERE_THE_REST_IS = `GitHub takes comments of ${MOST_CHARACTERS.toLocaleString("en")} characters. All of it is in the JSON report (\`--json\`).`;

/** The first line, by which the comment of a stack is found again. */
export function markerOf({ project, stack }: Pick<Review, "project" | "stack">): string {
  return `<!-- pulumi-pinecone-security review: ${inComment(project)}/${inComment(stack)} -->`;
}

/** The report as Markdown for a pull request. */
export function markdownOf(review: Review): string {
  for (const limit of LIMITS) {
    const page = pageOf(review, limit);
    if (page.length <= MOST_CHARACTERS) return page;
  }
  // Names and messages are cut, so this is a stack with very many policies violated: what is worst stands first.
  const page = [markerOf(review), titleOf(review), summaryOf(review), WHERE_THE_REST_IS].join("\n\n");
  return `${page}\n`;
}

function pageOf(review: Review, most: number): string {
  const drawn = picture(review.graph);
  const sections = [
    [markerOf(review), titleOf(review)].join("\n"),
    errorsOf(review),
    summaryOf(review),
    violationsSection(review, most, WHERE_THE_REST_IS),
    changesSection(review, most, WHERE_THE_REST_IS),
    undecidedSection(review, most, WHERE_THE_REST_IS),
    drawn === undefined ? undefined : `### How it hangs together\n\n${drawn}`,
  ];
  return `${sections.filter((section) => section !== undefined).join("\n\n")}\n`;
}

function titleOf({ title, project, stack }: Review): string {
  return `## ${escaped(cut(title ?? "Security review", 200))}: ${code(`${project}/${stack}`)}`;
}

function errorsOf({ errors }: Review): string | undefined {
  if (errors.length === 0) return undefined;
  const shown = errors.slice(0, MOST_ERRORS).map(({ resource, text }) => {
    const about = resource === undefined ? "" : `${code(cut(resource, 100))}:\n\n`;
    return `${about}${codeBlock(cut(text, LONGEST_ERROR))}`;
  });
  const left = errors.length - shown.length;
  const rest = left > 0 ? [`${counted(left, "more message")} left out here.`] : [];
  const warning =
    "> [!CAUTION]\n> **The preview failed.** The report judges what the preview came to; the rest is not known.";
  return [warning, ...shown, ...rest].join("\n\n");
}

const DONE: readonly (readonly [Operation, string])[] = [
  ["create", "created"],
  ["import", "imported"],
  ["update", "changed"],
  ["replace", "replaced"],
  ["delete", "deleted"],
  ["same", "unchanged"],
];

function summaryOf(review: Review): string {
  const { counts } = review;
  const done = DONE.flatMap(([operation, word]) => (counts[operation] === 0 ? [] : [`${counts[operation]} ${word}`]));
  const resources = done.length === 0 ? "The stack has no resources." : `Resources: ${listed(done)}.`;
  return `${verdictOf(review)} ${resources}`;
}

function verdictOf(review: Review): string {
  const violations = countFindings(review, "violation");
  const undecided = countFindings(review, "undecided");
  const total = violations.mandatory + violations.advisory;
  const open = undecided.mandatory + undecided.advisory;
  const stops = exitCodeOf(review) === EXIT.fine ? (total === 0 ? "✅" : "❗") : "⛔";
  const wrong =
    total === 0
      ? "**No violations**"
      : `**${counted(total, "violation")}** (${violations.mandatory} mandatory, ${violations.advisory} advisory)`;
  const must = undecided.mandatory > 0 ? ` (${undecided.mandatory} of them mandatory)` : "";
  return `${stops} ${wrong}, ${open} undecided${must}.`;
}
