import type { Policy } from "../../definition";
import { nounOf } from "../meaning";
import type { Review, ReviewedFinding } from "../review";
import { counted } from "../words";
import { details, UNFOLDED } from "./changes";
import { code, cut, escaped, prose } from "./escape";

const LONGEST_MESSAGE = 600;

/** Violations, by policy, with why and what to do. */
export function violationsSection({ findings }: Review, most: number, whereTheRestIs: string): string | undefined {
  const violations = findings.filter(({ kind }) => kind === "violation");
  if (violations.length === 0) return undefined;
  const parts = [...byPolicy(violations)].map(([policy, ofPolicy]) =>
    policyPart(policy, ofPolicy, most, whereTheRestIs),
  );
  return [`### What is wrong (${violations.length})`, ...parts].join("\n\n");
}

function policyPart(
  policy: Policy,
  findings: readonly ReviewedFinding[],
  most: number,
  whereTheRestIs: string,
): string {
  const level = findings[0]?.level === "mandatory" ? "⛔ Mandatory" : "❗ Advisory";
  const heading = `#### ${level}, ${policy.severity}: ${prose(policy.claim.replace(/\.$/, ""))}`;
  const why = `**Why:** ${prose(policy.why)}\n**What to do:** ${prose(policy.remedy)}\n${ruleLink(policy)}`;
  return [heading, foldedList(findings, most, whereTheRestIs), why.replaceAll("\n", "<br>\n")].join("\n\n");
}

function ruleLink({ name, reference }: Policy): string {
  return `<sub>Policy ${code(name)} · [where the rule is from](${reference})</sub>`;
}

function foldedList(findings: readonly ReviewedFinding[], most: number, whereTheRestIs: string): string {
  const unfolded = Math.min(UNFOLDED, most);
  const [shown, folded] = [findings.slice(0, unfolded), findings.slice(unfolded, most)];
  const left = findings.length - shown.length - folded.length;
  const parts = [list(shown)];
  if (folded.length > 0) parts.push(details(`${folded.length} more`, list(folded)));
  if (left > 0) parts.push(`${left} more ${left === 1 ? "is" : "are"} left out here: ${whereTheRestIs}`);
  return parts.join("\n\n");
}

function list(findings: readonly ReviewedFinding[]): string {
  return findings
    .map((finding) => `- ${resourceOf(finding)}: ${escaped(cut(finding.message, LONGEST_MESSAGE))}`)
    .join("\n");
}

function resourceOf({ resource, urn, source }: ReviewedFinding): string {
  const type = urn.split("::").at(-2)?.split("$").at(-1) ?? "";
  const noun = nounOf(type);
  const where = source === undefined ? "" : `, ${code(`${source.file}:${source.line}`)}`;
  return `${code(cut(resource, 100))}${noun === undefined && where === "" ? "" : ` (${noun ?? "resource"}${where})`}`;
}

/** What policies can't decide: a row each. */
export function undecidedSection({ findings }: Review, most: number, whereTheRestIs: string): string | undefined {
  const undecided = findings.filter(({ kind }) => kind === "undecided");
  if (undecided.length === 0) return undefined;
  const shown = undecided.slice(0, most);
  const left = undecided.length - shown.length;
  const rows = shown.map(
    ({ policy, level, resource, message }) =>
      `| ${level === "mandatory" ? "⛔ " : ""}${code(policy.name)} | ${code(cut(resource, 100))} | ${escaped(reasonIn(cut(message, LONGEST_MESSAGE)))} |`,
  );
  const table = ["| Policy | Resource | What is not known |", "| --- | --- | --- |", ...rows].join("\n");
  const rest = left > 0 ? `\n\n${counted(left, "more")} left out here: ${whereTheRestIs}` : "";
  const intro =
    "A value is not known before the deployment, so these policies can't say yes or no. They are asked again when it is.";
  const text = `${intro}\n\n${table}${rest}`;
  const title = `### Undecided (${undecided.length})`;
  return `${title}\n\n${undecided.length > UNFOLDED ? details(`${undecided.length} that can't be decided yet`, text) : text}`;
}

/** The section says already that it is undecided. A reason may begin with the name of a property, whose case is its own. */
function reasonIn(message: string): string {
  return message.replace(/^Undecided: /, "");
}

function byPolicy(findings: readonly ReviewedFinding[]): Map<Policy, ReviewedFinding[]> {
  const groups = new Map<Policy, ReviewedFinding[]>();
  for (const finding of findings) groups.set(finding.policy, [...(groups.get(finding.policy) ?? []), finding]);
  return groups;
}
