import { countFindings, exitCodeOf, type Review } from "./review";

/** Of the JSON report; it grows when a field changes its meaning or goes. */
const VERSION = 1;

/** The report as JSON, for tools. Public contract: see docs/review.md. */
export function jsonOf(review: Review): string {
  const { project, stack, title, errors, counts, changes, findings } = review;
  const report = {
    version: VERSION,
    project,
    stack,
    title: title ?? null,
    exitCode: exitCodeOf(review),
    preview: {
      failed: errors.length > 0,
      errors: errors.map(({ resource, text }) => ({ resource: resource ?? null, message: text })),
    },
    summary: {
      resources: counts,
      violations: countFindings(review, "violation"),
      undecided: countFindings(review, "undecided"),
    },
    changes: changes.map(({ urn, type, name, operation, meanings, source }) => ({
      urn,
      type,
      name,
      operation,
      meanings,
      source: source ?? null,
    })),
    findings: findings.map(({ policy, kind, level, urn, resource, message, source }) => ({
      policy: policy.name,
      kind,
      level,
      severity: policy.severity,
      urn,
      resource,
      message,
      why: policy.why,
      remedy: policy.remedy,
      reference: policy.reference,
      source: source ?? null,
    })),
  };
  return `${JSON.stringify(report, undefined, 2)}\n`;
}
