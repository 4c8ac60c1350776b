import {
  type Decision,
  evaluateTrust,
  isPartition,
  parseArn,
  PINECONE_REGIONS,
  pineconeCmekPrincipal,
  type PineconeRegion,
} from "../../../iam";
import type { CheckSubject } from "../lifecycle";
import { type CheckedBinding, sentence, warnOfNews } from "./checkedBinding";

/** What the trust policy says to Pinecone's service of one region. */
interface Answer extends Decision {
  readonly region: PineconeRegion;
}

/** The inputs that the decision depends on. */
const CONCERNED = ["trustPolicy", "pineconeAccountId", "externalId", "roleArn", "keyArn"] as const;

/** Evaluates the trust policy as AWS will when Pinecone assumes the role. */
export function checkTrust(subject: CheckSubject<CheckedBinding>): void {
  const { known, isUnknown } = subject;
  const { trustPolicy, pineconeAccountId } = known;
  if (trustPolicy === undefined || isUnknown("externalId") || isUnknown("pineconeAccountId")) return;
  if (pineconeAccountId === undefined) {
    warnOfNews(
      subject,
      ["trustPolicy", "pineconeAccountId"],
      "trustPolicy is not checked, because pineconeAccountId is not given: read it in the Pinecone console under Manage > CMEK > Add CMEK.",
    );
    return;
  }
  const answers = PINECONE_REGIONS.map((region) => answerTo(region, trustPolicy, known));
  if (answers.some(({ decision }) => decision === "allowed")) {
    checkKeyRegion(subject, answers);
    return;
  }
  const open = answers.find(({ decision }) => decision === "undecided");
  if (open === undefined) keptOut(subject, answers);
  else undecided(subject, open);
}

function answerTo(region: PineconeRegion, trustPolicy: string, known: Partial<CheckedBinding>): Answer {
  const { externalId, roleArn } = known;
  return { region, ...evaluateTrust(trustPolicy, { principalArn: principalOf(known, region), externalId, roleArn }) };
}

/**
 * Which region Pinecone assumes the role from is documented for the preview API alone (create_cmek_key of preview-api.yaml): the
 * key's. Pinecone itself says only that the role is assumed by region.
 */
function checkKeyRegion(subject: CheckSubject<CheckedBinding>, answers: readonly Answer[]): void {
  const { known, fail, session } = subject;
  const own = answers.find(({ region }) => region === parseArn(known.keyArn ?? "")?.region);
  if (own === undefined || own.decision === "allowed") return;
  if (own.decision === "undecided") {
    undecided(subject, own);
    return;
  }
  const principal = principalOf(known, own.region);
  if (session.settings.binding === "api") {
    fail(
      "trustPolicy",
      `keeps out Pinecone's service of the key's own region, ${own.region}: ${sentence(own.reasons)} With \`binding: api\` Pinecone assumes the role as ` +
        `${principal}. Add the region to the trust policy, or take a key of a region that is in it.`,
    );
    return;
  }
  const others = answers.filter(({ decision }) => decision === "allowed").map(({ region }) => region);
  warnOfNews(
    subject,
    CONCERNED,
    `The role's trust policy lets Pinecone in from ${others.join(", ")}, but not from the key's own region, ${own.region}: ${sentence(own.reasons)} ` +
      `Known is that Pinecone assumes the role as pinecone_cmek_access_<region>; which region that is, the key's or another, Pinecone does not document. ` +
      `If the console refuses the key, add ${principal} to the trust policy.`,
  );
}

function keptOut({ known, fail }: CheckSubject<CheckedBinding>, answers: readonly Answer[]): void {
  const { externalId } = known;
  const byExternalId = answers.find(({ reasons }) => reasons.some((reason) => reason.includes("sts:ExternalId")));
  const { reasons = [] } = byExternalId ?? answers[0] ?? {};
  fail(
    byExternalId === undefined ? "trustPolicy" : "externalId",
    `the role's trust policy keeps Pinecone out: ${sentence(reasons)} Pinecone assumes the role as ${principalOf(known, "*")} ` +
      `${externalId === undefined ? "without an external ID" : `with the external ID ${externalId}`}. Correct the trust policy or the external ID, so that they agree.`,
  );
}

function undecided(subject: CheckSubject<CheckedBinding>, { reasons }: Answer): void {
  warnOfNews(
    subject,
    CONCERNED,
    `Whether the role's trust policy lets Pinecone in can't be decided here: ${sentence(reasons)} Pinecone decides when the key is added.`,
  );
}

function principalOf({ pineconeAccountId = "", roleArn = "" }: Partial<CheckedBinding>, region: PineconeRegion | "*") {
  const partition = parseArn(roleArn)?.partition ?? "aws";
  return pineconeCmekPrincipal({ pineconeAccountId, region, partition: isPartition(partition) ? partition : "aws" });
}
