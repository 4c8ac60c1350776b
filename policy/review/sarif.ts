import { createHash } from "node:crypto";
import { posix } from "node:path";
import { version } from "../../package.json";
import type { Policy, Severity } from "../definition";
import type { Review, ReviewedFinding } from "./review";

const SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json";
const HOME = "https://www.npmjs.com/package/pulumi-pinecone-security";

/** GitHub's scale: over 9 is critical, from 7 high, from 4 medium. */
const SECURITY_SEVERITY: Readonly<Record<Severity, string>> = {
  critical: "9.5",
  high: "8.0",
  medium: "5.5",
  low: "2.0",
};

/** How the findings of a report are placed in a repository. */
export interface SarifOptions {
  /** The project's folder below the repository's root, with `/`; empty for the root. */
  readonly folder: string;
  /** The level that a violation of a policy has. */
  readonly levelOf: (policy: Policy) => "error" | "warning" | "none";
}

/** The findings as SARIF 2.1.0, for GitHub's code scanning and other tools. */
export function sarifOf(review: Review, options: SarifOptions): string {
  const { policies, findings, project, stack } = review;
  const log = {
    $schema: SCHEMA,
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: "pulumi-pinecone-security",
            version,
            informationUri: HOME,
            rules: policies.map((policy) => ruleOf(policy, options)),
          },
        },
        automationDetails: { id: `pulumi-pinecone-security/${project}/${stack}/` },
        results: resultsOf(findings, policies, options),
      },
    ],
  };
  return `${JSON.stringify(log, undefined, 2)}\n`;
}

function ruleOf(policy: Policy, { levelOf }: SarifOptions): object {
  const { name, claim, why, remedy, reference, severity } = policy;
  const level = levelOf(policy);
  return {
    id: name,
    name: pascal(name),
    shortDescription: { text: claim },
    fullDescription: { text: why },
    help: {
      text: remedy,
      markdown: `**Why:** ${why}\n\n**What to do:** ${remedy}\n\n[Where the rule is from](${reference})`,
    },
    helpUri: reference,
    defaultConfiguration: { enabled: level !== "none", level },
    properties: {
      "security-severity": SECURITY_SEVERITY[severity],
      precision: "high",
      "problem.severity": level === "error" ? "error" : "warning",
      tags: ["security", "pinecone", "pulumi"],
    },
  };
}

/** `pinecone-project-cmek-forced` → `PineconeProjectCmekForced`. */
function pascal(name: string): string {
  return name.replace(/(?:^|-)(\w)/g, (_match, letter: string) => letter.toUpperCase());
}

function resultsOf(findings: readonly ReviewedFinding[], policies: readonly Policy[], options: SarifOptions): object[] {
  const seen = new Map<string, number>();
  return findings.map((finding) => {
    const key = `${finding.policy.name} ${finding.urn}`;
    const count = (seen.get(key) ?? 0) + 1;
    seen.set(key, count);
    return {
      ruleId: finding.policy.name,
      ruleIndex: policies.indexOf(finding.policy),
      level: finding.kind === "undecided" ? "note" : finding.level === "mandatory" ? "error" : "warning",
      message: { text: `${finding.resource}: ${finding.message}` },
      locations: [locationOf(finding, options)],
      // A second finding of the same policy on the same resource is another one.
      partialFingerprints: { "policyAndResource/v1": fingerprint(count === 1 ? key : `${key} ${count}`) },
    };
  });
}

/** GitHub shows no result without a place in a file, so that a resource whose place is not told is in Pulumi.yaml. */
function locationOf({ urn, resource, source }: ReviewedFinding, { folder }: SarifOptions): object {
  const { file, line } = source ?? { file: "Pulumi.yaml", line: 1 };
  const uri = posix.join(folder, file).split("/").map(encodeURIComponent).join("/");
  return {
    physicalLocation: { artifactLocation: { uri, uriBaseId: "%SRCROOT%" }, region: { startLine: line } },
    logicalLocations: [{ name: resource, fullyQualifiedName: urn, kind: "resource" }],
  };
}

function fingerprint(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}
