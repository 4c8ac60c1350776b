/** What can be said of an index before anything is sent. */
import { PINECONE_REGIONS } from "../../../iam";
import { ProviderError } from "../../rpc/errors";
import { ENVIRONMENT } from "../environment";
import type { CheckSubject } from "../lifecycle";
import { findProject } from "../lookups";
import { isRegionName, nearestRegion } from "../regionNames";
import { fullTextFields } from "./schema";
import type { IndexInputs } from "./values";
import { SPARSE_METRIC } from "./vectors";

type Checked = CheckSubject<IndexInputs>;

/** Refuses what Pinecone would refuse, and what would lose data. */
export async function checkIndex(subject: Checked): Promise<void> {
  refuseReplacement(subject);
  checkApiKey(subject);
  // The rest is about values that are set when the index is made, and can't change.
  if (subject.olds !== undefined) return;
  checkVectors(subject);
  checkRegion(subject);
  await checkEncryption(subject);
}

/** No change of an index needs another one, so only an option of the engine asks for it, and seldom on purpose. */
function refuseReplacement({ olds, session, call }: Checked): void {
  if (olds !== undefined || !session.memory.wasInState(call.urn)) return;
  throw new ProviderError(
    `Index "${call.name}" is not replaced: the new one would be empty. Something else than its own inputs asks for this: replaceOnChanges, or a provider that was replaced, or renamed without an alias. Leave it out. ` +
      `For an empty index, add another Index under another name to the program.`,
  );
}

function checkApiKey({ known, isUnknown, fail, session: { settings, memory } }: Checked): void {
  if (isUnknown("apiKey")) return;
  const { projectId, apiKey = settings.apiKey } = known;
  if (apiKey === undefined) {
    fail(
      "apiKey",
      `is missing, and so is that of the provider's configuration. Pinecone's control plane takes an API key of the project, not the service account. Give the \`value\` of an ApiKey of the project, ` +
        `run \`pulumi config set --secret pinecone-security:apiKey <key>\`, or set ${ENVIRONMENT.apiKey.join(" or ")}.`,
    );
    return;
  }
  const keysProject = memory.projectOfApiKey(apiKey);
  if (projectId === undefined || keysProject === undefined || keysProject === projectId) return;
  fail(
    "apiKey",
    `is a key of the project ${keysProject}, but the index is to be in ${projectId}: Pinecone makes an index in the project of the key. Give a key of ${projectId}.`,
  );
}

/** `dimension`, `metric` and `vectorType`, or a whole `schema`. */
function checkVectors({ known, isUnknown, fail }: Checked): void {
  const isGiven = (property: keyof IndexInputs): boolean => known[property] !== undefined || isUnknown(property);
  if (isGiven("schema")) {
    const others = (["dimension", "metric", "vectorType"] as const).filter(isGiven);
    if (others.length > 0) fail("schema", `is given together with ${others.join(", ")}. Give one or the other.`);
    return;
  }
  if (isUnknown("vectorType")) return;
  if (known.vectorType !== "sparse") {
    if (!isGiven("dimension")) {
      fail(
        "dimension",
        'is required for a dense index: how many numbers its vectors have, 1 to 20000. Or give vectorType: "sparse", or a whole schema.',
      );
    }
    return;
  }
  if (isGiven("dimension")) fail("dimension", "does not belong to a sparse index (Pinecone's rule). Leave it out.");
  if (known.metric !== undefined && known.metric !== SPARSE_METRIC) {
    fail(
      "metric",
      `must be "${SPARSE_METRIC}" for a sparse index (Pinecone's rule); got "${known.metric}". Leave it out.`,
    );
  }
}

/**
 * A misspelt region is refused. One that AWS might well have is only warned of: Pinecone opens regions, and says itself, before anything
 * is made, in which it is not.
 */
function checkRegion({ known: { cloud = "aws", region }, isUnknown, fail, call }: Checked): void {
  if (region === undefined || cloud !== "aws" || isUnknown("cloud")) return;
  if ((PINECONE_REGIONS as readonly string[]).includes(region)) return;
  const all = PINECONE_REGIONS.join(", ");
  if (isRegionName(region)) {
    call.log(
      "warning",
      `region: "${region}" is no AWS region of Pinecone's that this version knows (${all}). Whether Pinecone is there shows when the index is made.`,
    );
    return;
  }
  const near = nearestRegion(region);
  const hint = near === undefined ? "" : ` Did you mean "${near}"?`;
  fail(
    "region",
    `must be the name of an AWS region; got "${region}".${hint} Pinecone's that this version knows: ${all}.`,
  );
}

/** What Pinecone can't encrypt with a customer-managed key: full text, and indexes outside of AWS. */
async function checkEncryption(subject: Checked): Promise<void> {
  const { known, fail } = subject;
  const { cloud = "aws", schema } = known;
  const fullText = schema === undefined ? [] : fullTextFields(schema);
  if (fullText.length === 0 && cloud === "aws") return;
  const why = await whyEncrypted(subject);
  if (why === undefined) return;
  if (fullText.length > 0) {
    fail(
      "schema",
      `has fields for full text: ${fullText.join(", ")}. Pinecone's rule: an index with one can't be encrypted with a customer-managed key, and ${why}. ` +
        `Leave them out, or make the index in a project without such a key.`,
    );
  }
  if (cloud !== "aws") {
    fail(
      "cloud",
      `is "${cloud}". Pinecone's rule: customer-managed keys are for serverless indexes in AWS regions only, and ${why}. Give "aws", or make the index in a project without such a key.`,
    );
  }
}

/** Why the index will be encrypted with a customer-managed key, as half a sentence; `undefined` when nothing says so. */
async function whyEncrypted(subject: Checked): Promise<string | undefined> {
  const { known, isUnknown, fail, session } = subject;
  if (known.cmekId !== undefined || isUnknown("cmekId")) return "`cmekId` names one for this index";
  const { projectId } = known;
  if (projectId === undefined) return undefined;
  if (session.memory.forcesCmek(projectId) === undefined && (await findProject(subject, projectId)) === undefined) {
    fail("projectId", `${projectId} is no project of this organization: Pinecone does not find it.`);
  }
  return session.memory.forcesCmek(projectId) === true
    ? `the project ${projectId} forces one on its indexes`
    : undefined;
}
