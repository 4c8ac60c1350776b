/** Breaks what GitHub would make a mention, a reference or a link of, without a visible change. */
const BREAK = "\u200b";

/** Characters of Markdown that mean something within a line. */
const SPECIAL = /[\\`*_[\]|~]/g;

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };

/** A text from outside as it stands, in one line: no markup, no HTML, no mention, no link; also in a cell of a table. */
export function escaped(text: string): string {
  return oneLine(text)
    .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
    .replace(SPECIAL, (character) => `\\${character}`)
    .replace(/@(?=\w)/g, `@${BREAK}`)
    .replace(/#(?=\d)/g, `#${BREAK}`)
    .replace(/\bGH-(?=\d)/gi, (prefix) => `${prefix}${BREAK}`)
    .replace(/:\/\//g, `:${BREAK}//`)
    .replace(/\bwww\./gi, (prefix) => `${prefix.slice(0, -1)}${BREAK}.`);
}

/** A text of our own: code spans stay, everything else is told as it stands. Links stay links. */
export function prose(text: string): string {
  return oneLine(text)
    .split(/(`[^`]+`)/)
    .map((part) =>
      part.startsWith("`") && part.length > 2
        ? part.replaceAll("|", "\\|")
        : part
            .replace(/[&<>]/g, (character) => ENTITIES[character] ?? character)
            .replace(/[\\*[\]|~`]/g, (character) => `\\${character}`),
    )
    .join("");
}

/** A text as code, for a cell of a table and for a line of text. */
export function code(text: string): string {
  const line = oneLine(text);
  if (line === "") return "` `";
  // A pipe ends a cell even in code; outside of tables an escaped one would be shown with its backslash.
  if (line.includes("|") || line.includes("`")) return escaped(line);
  return `\`${line}\``;
}

/** A block of code that nothing in the text can end. */
export function codeBlock(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([ticks]) => ticks.length));
  const fence = "`".repeat(Math.max(3, longest + 1));
  return `${fence}text\n${text.replace(/\r/g, "").trimEnd()}\n${fence}`;
}

/** A text for a label of Mermaid, in quotes. */
export function mermaidLabel(text: string): string {
  // Mermaid has entities of its own, and reads backticks and HTML.
  return oneLine(text).replace(/[^\p{L}\p{N} .,:/()+=_-]/gu, (character) => `#${character.codePointAt(0) ?? 32};`);
}

/** What goes into an HTML comment must not end it. */
export function inComment(text: string): string {
  return oneLine(text).replace(/--+|[<>]/g, "-");
}

/** Without line breaks, control characters and what turns the direction of writing. */
function oneLine(text: string): string {
  return text
    .replace(/[\u0000-\u001f\u007f\u2028\u2029]+/g, " ")
    .replace(/[\u200e\u200f\u202a-\u202e\u2066-\u2069]/g, "")
    .trim();
}

/** A long text cut, with a sign that it was. */
export function cut(text: string, most: number): string {
  const characters = Array.from(text);
  return characters.length <= most ? text : `${characters.slice(0, most - 1).join("")}…`;
}
