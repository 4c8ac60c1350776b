import {
  type Decision,
  evaluateKeyPolicy,
  evaluateTrust,
  isPartition,
  parseArn,
  PINECONE_REGIONS,
  pineconeCmekPrincipal,
} from "../../../iam";
import type { CheckSubject } from "../lifecycle";
import { findCmekKey, findProject } from "../lookups";
import { type BindingValues, importCommand } from "./values";

/** The values of a binding, and the documents that are evaluated before anything is sent. */
export interface CheckedBinding extends BindingValues {
  readonly trustPolicy?: string | undefined;
  readonly keyPolicy?: string | undefined;
  readonly pineconeAccountId?: string | undefined;
}

/** What Pinecone does with a key. */
const KEY_ACTIONS = ["kms:Encrypt", "kms:Decrypt"] as const;

/** All rules that take more than one value, or a look at Pinecone. */
export async function preflight(subject: CheckSubject<CheckedBinding>): Promise<void> {
  checkPartitions(subject);
  checkTrust(subject);
  checkKeyPolicy(subject);
  await checkProject(subject);
}

function checkPartitions({ known: { roleArn, keyArn }, fail }: CheckSubject<CheckedBinding>): void {
  if (roleArn === undefined || keyArn === undefined) return;
  const [role, key] = [parseArn(roleArn)?.partition, parseArn(keyArn)?.partition];
  if (role === key) return;
  fail(
    "keyArn",
    `is in the partition ${String(key)}, but the role is in ${String(role)}. AWS's rule: nothing reaches across partitions. Give a role and a key of one partition.`,
  );
}

function checkTrust({ known, isUnknown, fail, call }: CheckSubject<CheckedBinding>): void {
  const { trustPolicy, pineconeAccountId, externalId, roleArn, keyArn } = known;
  if (trustPolicy === undefined || isUnknown("externalId")) return;
  if (pineconeAccountId === undefined) {
    if (!isUnknown("pineconeAccountId")) {
      call.log(
        "warning",
        "trustPolicy is not checked, because pineconeAccountId is not given: read it in the Pinecone console under Manage > CMEK > Add CMEK.",
      );
    }
    return;
  }
  const partition = partitionOf(roleArn);
  const decide = (region: (typeof PINECONE_REGIONS)[number]): Decision =>
    evaluateTrust(trustPolicy, {
      principalArn: pineconeCmekPrincipal({ pineconeAccountId, region, partition }),
      externalId,
      roleArn,
    });
  const decisions = PINECONE_REGIONS.map((region) => ({ region, ...decide(region) }));
  if (decisions.some(({ decision }) => decision === "allowed")) {
    const home = decisions.find(({ region }) => region === parseArn(keyArn ?? "")?.region);
    if (home?.decision === "denied") {
      fail(
        "trustPolicy",
        `keeps out Pinecone's service of the key's own region, ${home.region}: ${sentence(home.reasons)} It uses the key as ` +
          `${pineconeCmekPrincipal({ pineconeAccountId, region: home.region, partition })}. Add the region to the trust policy, or take a key of a region that is in it.`,
      );
    }
    return;
  }
  const open = decisions.find(({ decision }) => decision === "undecided");
  if (open !== undefined) {
    call.log(
      "warning",
      `Whether the role's trust policy lets Pinecone in can't be decided here: ${sentence(open.reasons)} Pinecone decides when the key is added.`,
    );
    return;
  }
  const about = decisions.find(({ reasons }) => reasons.some((reason) => reason.includes("sts:ExternalId")));
  const { reasons = [] } = about ?? decisions[0] ?? {};
  fail(
    about === undefined ? "trustPolicy" : "externalId",
    `the role's trust policy keeps Pinecone out: ${sentence(reasons)} Pinecone assumes the role as ${pineconeCmekPrincipal({ pineconeAccountId, region: "*", partition })} ` +
      `${externalId === undefined ? "without an external ID" : `with the external ID ${externalId}`}. Correct the trust policy or the external ID, so that they agree.`,
  );
}

function checkKeyPolicy({ known: { keyPolicy, roleArn, keyArn }, fail, call }: CheckSubject<CheckedBinding>): void {
  if (keyPolicy === undefined || roleArn === undefined) return;
  const decisions = KEY_ACTIONS.map((action) => ({
    action,
    ...evaluateKeyPolicy(keyPolicy, { principalArn: roleArn, action, keyArn }),
  }));
  const denied = decisions.filter(({ decision }) => decision === "denied");
  const open = decisions.filter(({ decision }) => decision === "undecided");
  if (denied.length > 0) {
    const actions = denied.map(({ action }) => action).join(" and ");
    fail(
      "keyPolicy",
      `keeps the role ${roleArn} from ${actions}: ${sentence(denied.flatMap(({ reasons }) => reasons))} Pinecone needs both. Make the role a user of the key.`,
    );
  } else if (open.length > 0) {
    call.log(
      "warning",
      `Whether the key policy lets the role use the key can't be decided here: ${sentence(open.flatMap(({ reasons }) => reasons))} Pinecone decides when the key is added.`,
    );
  }
}

/** One key per project, in the stack and already in Pinecone. */
async function checkProject(subject: CheckSubject<CheckedBinding>): Promise<void> {
  const { known, olds, fail, call, session } = subject;
  const { projectId } = known;
  if (projectId === undefined) return;
  const holder = session.memory.claimBinding(projectId, call.urn);
  if (holder !== undefined) {
    fail(
      "projectId",
      `${projectId} is bound by another CmekBinding of this stack too: ${holder}. Pinecone's rule: you can only add one key per project. Keep one of the two; if one was renamed to the other, give it an alias.`,
    );
    return;
  }
  // What is in the state, or was made in this deployment, needs no look.
  if (olds === undefined && !session.memory.hasMadeProject(projectId)) await checkBroughtProject(subject, projectId);
  if (session.memory.forcesCmek(projectId) === false) {
    call.log(
      "warning",
      `The project ${projectId} does not force encryption with CMEK: indexes made before this key, or without it, are not encrypted with it. Set forceEncryptionWithCmek on the Project.`,
    );
  }
}

async function checkBroughtProject(subject: CheckSubject<CheckedBinding>, projectId: string): Promise<void> {
  const { call, session, fail } = subject;
  const noProject = `${projectId} is no project of this organization: Pinecone does not find it. Give the ID of a project that the service account can see.`;
  if (session.settings.binding === "api") {
    const key = await findCmekKey(subject, projectId);
    if (key === "no project") {
      fail("projectId", noProject);
      return;
    }
    if (key !== undefined) {
      fail(
        "projectId",
        `the project ${projectId} has a CMEK key already: "${key.name}" (${key.keyArn}). Pinecone's rule: you can only add one key per project, and you cannot change it. Nothing was sent. ` +
          `If it is this one, take it over with \`${importCommand(call.name, projectId)}\`; if the resource was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }).`,
      );
      return;
    }
  }
  if (session.memory.forcesCmek(projectId) === undefined && (await findProject(subject, projectId)) === undefined) {
    fail("projectId", noProject);
  }
}

function partitionOf(roleArn: string | undefined): "aws" | "aws-us-gov" | "aws-cn" {
  const partition = parseArn(roleArn ?? "")?.partition ?? "aws";
  return isPartition(partition) ? partition : "aws";
}

/** Reasons as one text, each once. */
function sentence(reasons: readonly string[]): string {
  return [...new Set(reasons)].map((reason) => (/[.!?]$/.test(reason) ? reason : `${reason}.`)).join(" ");
}
