import { PineconeError } from "../../pinecone/errors";
import { HalfCreatedError, ProviderError } from "../rpc/errors";
import type {
  Created,
  CreateRequest,
  DeleteRequest,
  Diff,
  DiffRequest,
  ReadRequest,
  ReadResult,
  ResourceCall,
  ResourceHandler,
  Updated,
  UpdateRequest,
} from "../rpc/provider";
import { containsUnknown, type PropertyMap } from "../rpc/values";
import { inputChanges, refusals } from "./changes";
import { checkInputs } from "./check";
import { type ResourceDefinition, Unfinished } from "./lifecycle";
import { changedOutputs, outputMap, previewOutputs, readInputs } from "./outputs";
import { plainOf } from "./plain";
import type { Session } from "./session";
import { withSetting } from "./whereSet";

/** What the engine calls for one type of resource, made from its definition. */
export function handlerOf(definition: ResourceDefinition, session: () => Session): ResourceHandler {
  return {
    check: async (request) => {
      session().memory.checked(request.urn, request.olds === undefined);
      return inWords(definition, "check", request, session(), () => checkInputs(definition, request, session()));
    },
    diff: async (request) => diff(definition, request, session()),
    create: async (request) => create(definition, request, session()),
    read: async (request) => read(definition, request, session()),
    update: async (request) => update(definition, request, session()),
    delete: async (request) => remove(definition, request, session()),
  };
}

async function diff(definition: ResourceDefinition, request: DiffRequest, session: Session): Promise<Diff> {
  const { oldInputs, oldOutputs, news } = request;
  const lifecycle = definition.lifecycle();
  const state = { call: request, session, id: request.id, outputs: plainOf(oldOutputs) };
  const changes = inputChanges(definition, oldInputs, oldOutputs, news);
  const drift = session.memory.driftToShow(request.urn);
  // A refresh only shows: what it found is judged, and refused, when an update is planned.
  if (drift === undefined) {
    const refused = refusals(changes);
    if (refused.length > 0 && lifecycle.isOpen?.(state) !== true) {
      const lines = refused.map(({ property, reason }) => `  ${property} ${reason}`);
      throw new ProviderError([`${definition.name} "${request.name}" can't be updated:`, ...lines].join("\n"));
    }
  }
  const settled = drift ?? lifecycle.review?.({ ...state, inputs: plainOf(oldInputs) }) ?? [];
  const changed = new Set(changes.map(({ name }) => name));
  return {
    changes: [
      ...changes.map(({ name, kind, field }) => ({ path: name, kind, replace: field.onChange.kind === "replace" })),
      ...settled
        .filter((name) => !changed.has(name))
        .map((path) => ({ path, kind: "update", replace: false }) as const),
    ],
    stables: Object.keys(definition.outputs).filter((name) => definition.outputs[name]?.stable === true),
  };
}

async function create(definition: ResourceDefinition, request: CreateRequest, session: Session): Promise<Created> {
  const { inputs, preview, timeoutSeconds } = request;
  const lifecycle = definition.lifecycle();
  if (preview) {
    lifecycle.announce?.({ call: request, session, inputs: plainOf(inputs) });
    return { id: "", outputs: previewOutputs(definition, inputs, {}) };
  }
  refuseUnknowns(definition, request, inputs);
  return inWords(definition, "create", request, session, async () => {
    const made = await finishing(definition, inputs, () =>
      lifecycle.create({ call: request, session, inputs: plainOf(inputs), timeoutSeconds }),
    );
    return { id: made.id, outputs: outputMap(definition, inputs, made.outputs) };
  });
}

async function read(
  definition: ResourceDefinition,
  request: ReadRequest,
  session: Session,
): Promise<ReadResult | undefined> {
  const importing = Object.keys(request.inputs).length === 0 && Object.keys(request.outputs).length === 0;
  const found = await inWords(definition, importing ? "import" : "read", request, session, () =>
    definition.lifecycle().read({
      call: request,
      session,
      id: request.id,
      inputs: plainOf(request.inputs),
      outputs: plainOf(request.outputs),
      importing,
    }),
  );
  if (found === undefined) return undefined;
  const inputs = readInputs(definition, request.inputs, found.inputs, importing);
  const outputs = outputMap(definition, inputs, { ...found.inputs, ...found.outputs });
  session.memory.read(request.urn, importing ? [] : changedOutputs(definition, request.outputs, outputs));
  return { id: request.id, inputs, outputs };
}

async function update(definition: ResourceDefinition, request: UpdateRequest, session: Session): Promise<Updated> {
  const { oldInputs, oldOutputs, news, preview, timeoutSeconds } = request;
  if (preview) return { outputs: previewOutputs(definition, news, oldOutputs) };
  refuseUnknowns(definition, request, news);
  const inputs = plainOf(news);
  const changes = inputChanges(definition, oldInputs, oldOutputs, news).flatMap(({ name }) =>
    inputs[name] === undefined ? [] : [[name, inputs[name]] as const],
  );
  return inWords(definition, "update", request, session, async () => {
    const result = await finishing(definition, news, () =>
      definition.lifecycle().update({
        call: request,
        session,
        id: request.id,
        inputs,
        changes: Object.fromEntries(changes),
        outputs: plainOf(oldOutputs),
        timeoutSeconds,
      }),
    );
    return { outputs: outputMap(definition, news, result) };
  });
}

async function remove(definition: ResourceDefinition, request: DeleteRequest, session: Session): Promise<void> {
  await inWords(definition, "delete", request, session, () =>
    definition.lifecycle().delete({
      call: request,
      session,
      id: request.id,
      inputs: plainOf(request.inputs),
      outputs: plainOf(request.outputs),
      timeoutSeconds: request.timeoutSeconds,
    }),
  );
}

/** Says which resource the client's failure is about. The client's own words have the vendor's message and the remedy. */
async function inWords<T>(
  { name: type }: ResourceDefinition,
  action: string,
  { name, signal }: ResourceCall,
  { settings }: Session,
  work: () => Promise<T>,
): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof PineconeError)) throw error;
    // Cancelled or out of time, with nothing left in doubt: the protocol has its own words for that.
    if (signal.aborted && !error.maybeExecuted) throw error;
    throw new ProviderError(`can't ${action} ${type} "${name}": ${withSetting(error, settings)}`);
  }
}

async function finishing<T>(definition: ResourceDefinition, inputs: PropertyMap, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof Unfinished)) throw error;
    throw new HalfCreatedError(error.id, inputs, outputMap(definition, inputs, error.outputs), error.reasons);
  }
}

function refuseUnknowns({ name: type }: ResourceDefinition, { name }: ResourceCall, inputs: PropertyMap): void {
  const unknown = Object.keys(inputs).filter((input) => containsUnknown(inputs[input] ?? null));
  if (unknown.length === 0) return;
  throw new ProviderError(`${type} "${name}": ${unknown.join(", ")} must be known by now, outside of a preview.`);
}
