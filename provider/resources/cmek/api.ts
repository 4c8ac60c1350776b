/** `binding: api`: the preview routes of pinecone/preview-api.yaml. */
import type { CmekKey } from "../../../pinecone";
import { ConflictError } from "../../../pinecone/errors";
import { ProviderError } from "../../rpc/errors";
import type { Subject } from "../lifecycle";
import { collectionOf, findCmekKey, orGone } from "../lookups";
import { given } from "../plain";
import { waitingForIam } from "./iamLag";
import { refuseWithIndexes } from "./indexGuard";
import {
  type BindingState,
  type BindingValues,
  type ExistingBinding,
  importCommand,
  stateOf,
  type Way,
} from "./values";

/** Pinecone is told over HTTP, and asked what it has. */
export const apiWay: Way = {
  async create(subject, values, timeoutSeconds) {
    const { call, session } = subject;
    const client = await session.client();
    const { projectId, ...fields } = values;
    try {
      const key = await waitingForIam(subject, timeoutSeconds, () =>
        client.cmekKeys.create(projectId, given(fields), { signal: call.signal }),
      );
      session.memory.cmekBindings.made(projectId, call.urn);
      return stateOfKey(key);
    } catch (error) {
      throw error instanceof ConflictError ? alreadyBound(subject, projectId, error) : error;
    } finally {
      session.collections.forget(collectionOf.cmekKeys(projectId));
    }
  },

  async read(binding) {
    const { id, outputs, importing } = binding;
    const key = await findCmekKey(binding, id);
    if (key === "no project") return undefined;
    if (key !== undefined) {
      const values = valuesOf(key);
      if (!importing) tellDrift(binding, values);
      return { values, state: { ...given({ fingerprint: outputs.fingerprint }), ...stateOfKey(key) } };
    }
    if (importing) return undefined;
    if (outputs.status === "pending") return { values: binding.inputs, state: stateOf(outputs) };
    return { values: binding.inputs, state: { ...stateOf(outputs), status: "deleted", statusReason: DELETED } };
  },

  async delete(binding, { projectId }) {
    const { call, session, outputs } = binding;
    const key = await findCmekKey(binding, projectId);
    if (key === undefined || key === "no project") return;
    if (outputs.cmekKeyId !== undefined && key.id !== outputs.cmekKeyId) {
      call.log(
        "warning",
        `The CMEK key ${outputs.cmekKeyId} is gone from the project ${projectId}. Another one, "${key.name}" (${key.id}), is there, which this resource did not make: it is left alone.`,
      );
      return;
    }
    await refuseWithIndexes(binding, projectId);
    const client = await session.client();
    await orGone(client.cmekKeys.delete(key.id, { signal: call.signal }));
    session.collections.forget(collectionOf.cmekKeys(projectId));
  },
};

const DELETED = "The project has no CMEK key any more: it was deleted outside Pulumi.";

/** Says what was changed outside Pulumi. The next update refuses to change it back: Pinecone allows no such change. */
function tellDrift({ inputs, call }: ExistingBinding, found: BindingValues): void {
  const names = (["name", "roleArn", "keyArn", "externalId"] as const).filter((name) => inputs[name] !== found[name]);
  if (names.length === 0) return;
  const list = names.map((name) => `${name} was ${inputs[name] ?? "none"}, is ${found[name] ?? "none"}`);
  call.log("warning", `The CMEK key of the project ${found.projectId} was changed outside Pulumi: ${list.join("; ")}.`);
}

function alreadyBound({ call }: Subject, projectId: string, { message }: ConflictError): ProviderError {
  return new ProviderError(
    `CmekBinding "${call.name}" is not made: the project ${projectId} has a CMEK key already. Pinecone's rule: one key per project. ${message} ` +
      `If it is this one, take it over with \`${importCommand(call.name, projectId)}\`; if the resource was renamed in the program, give it an alias.`,
  );
}

function valuesOf({ projectId, name, roleArn, keyArn, externalId }: CmekKey): BindingValues {
  return { projectId, name, roleArn, keyArn, externalId };
}

function stateOfKey({ id, state, stateReason }: CmekKey): BindingState {
  return { cmekKeyId: id, status: state, ...given({ statusReason: stateReason }), evidence: "api" };
}
