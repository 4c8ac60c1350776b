import { accountIdProblem, type Review } from "../../iam";
import { bindingsOf } from "./cmek";
import type { PlannedResource } from "./plan";
import { readText } from "./read";
import { UndecidedError } from "./values";
import type { World } from "./world";

/** Says what a review found wrong, and then that something of it is open. @throws UndecidedError for that */
export function* tell({ wrong, open }: Review): Generator<string> {
  yield* wrong;
  if (open.length > 0) throw new UndecidedError(open.join(" "));
}

/** Pinecone's AWS account: as set, else as the role's CMEK binding has it. @throws UndecidedError when nothing tells it */
export function pineconeAccount(world: World, role: PlannedResource, set: string): string {
  const problem = set === "" ? undefined : accountIdProblem(set);
  if (problem !== undefined) throw new UndecidedError(`the policy's parameter pineconeAccountId is wrong: ${problem}`);
  if (set !== "") return set;
  for (const binding of bindingsOf(world, role)) {
    const given = readText(binding, "pineconeAccountId");
    if (given !== undefined) return given;
  }
  throw new UndecidedError(
    `Pinecone's AWS account is not known, so that nobody can say whether ${role.name} trusts it: set the policy's parameter pineconeAccountId to the number in Pinecone's console under Manage > CMEK > Add CMEK`,
  );
}
