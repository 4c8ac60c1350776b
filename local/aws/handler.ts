import type {
  CallContext,
  Checked,
  CheckRequest,
  Created,
  CreateRequest,
  DeleteRequest,
  Diff,
  DiffRequest,
  PropertyMap,
  ReadRequest,
  ReadResult,
  ResourceHandler,
  Updated,
  UpdateRequest,
} from "../../provider/rpc";
import { HalfCreatedError, ProviderError } from "../../provider/rpc";
import { newCall, type Call } from "./call";
import { checkInputs } from "./check";
import { differing, diffInputs, plain } from "./diff";
import { inWords } from "./errors";
import { createPreview, updatePreview } from "./preview";
import type { Plain, ResourceType, Tags, Told } from "./resourceType";
import type { Session } from "./session";
import { adopted, observed } from "./state";
import { allTags } from "./tags";

/**
 * The lifecycle of a resource type: checks, diffs and previews come from its table, the rest from its steps.
 * Create and Update are the same after the resource is there: look at it, bring to what is wanted whatever differs, look again.
 */
export class TypeHandler implements ResourceHandler {
  readonly #type: ResourceType;
  readonly #session: () => Session;

  constructor(type: ResourceType, session: () => Session) {
    this.#type = type;
    this.#session = session;
  }

  async check(request: CheckRequest): Promise<Checked> {
    return checkInputs(this.#type, request, this.#session().settings.region);
  }

  async diff(request: DiffRequest): Promise<Diff> {
    return diffInputs(this.#type, request, this.#defaultTags());
  }

  async create(request: CreateRequest): Promise<Created> {
    if (request.preview) {
      return { id: "", outputs: createPreview(this.#type, request.inputs, this.#defaultTags()) };
    }
    const wanted = this.#wanted(request.inputs);
    const call = this.#call(request, wanted);
    const id = await this.#doing("create", request.name, () => this.#type.create(call, wanted));
    return this.#finish(request, call, id, wanted);
  }

  async read(request: ReadRequest): Promise<ReadResult | undefined> {
    const [id, region] = this.#place(request);
    const known = { ...plain(request.outputs), ...plain(request.inputs) };
    const call = newCall(this.#session(), request, region);
    const actual = await this.#doing("read", id, () => this.#type.read(call, id, known));
    if (actual === undefined) {
      return undefined;
    }
    const outputs = observed(this.#type, actual, this.#facts(call, request.inputs, known));
    return { id, inputs: adopted(this.#type, request.inputs, outputs), outputs };
  }

  async update(request: UpdateRequest): Promise<Updated> {
    if (request.preview) {
      return { outputs: updatePreview(this.#type, request, this.#defaultTags()) };
    }
    const wanted = this.#wanted(request.news);
    const call = this.#call(request, wanted);
    if (this.#isHalfCreated(request.oldOutputs)) {
      return this.#finish({ ...request, inputs: request.news }, call, request.id, wanted);
    }
    const outputs = await this.#doing("update", request.id, () =>
      this.#converge(call, request.id, request.news, wanted, plain(request.oldOutputs), request.ignoreChanges),
    );
    return { outputs };
  }

  async delete(request: DeleteRequest): Promise<void> {
    const state = this.#wanted({ ...request.outputs, ...request.inputs });
    const call = this.#call(request, { ...plain(request.outputs), ...state });
    await this.#doing("delete", request.id, () => this.#type.delete(call, request.id, state));
  }

  /** The state of a half-created resource has nothing that AWS gives. */
  #isHalfCreated(outputs: PropertyMap): boolean {
    const type = this.#type;
    return "complete" in type && Object.keys(type.outputs).every((name) => outputs[name] === undefined);
  }

  /** The resource is there: whatever fails from here on, a Ctrl-C too, must not lose it. */
  async #finish(
    request: Pick<CreateRequest, "signal" | "inputs">,
    call: Call,
    id: string,
    wanted: Plain,
  ): Promise<Created> {
    try {
      await this.#type.complete?.(call, id, wanted);
      return { id, outputs: await this.#converge(call, id, request.inputs, wanted, {}) };
    } catch (error) {
      const failure: unknown = request.signal.aborted
        ? request.signal.reason
        : inWords(error, `finish the ${this.#type.title} "${id}"`);
      const reason = failure instanceof Error ? failure.message : String(failure);
      throw new HalfCreatedError(id, request.inputs, request.inputs, [reason]);
    }
  }

  async #converge(
    call: Call,
    id: string,
    inputs: PropertyMap,
    wanted: Plain,
    known: Plain,
    ignored: readonly string[] = [],
  ): Promise<PropertyMap> {
    const before = await this.#existing(call, id, known);
    const changed = differing(this.#type, wanted, before, ignored);
    if (changed.size > 0) {
      await this.#type.sync(call, id, wanted, changed, before);
    }
    const after = changed.size > 0 ? await this.#existing(call, id, wanted) : before;
    for (const name of differing(this.#type, wanted, after, ignored)) {
      call.warn(
        `AWS, or moto, took the change of "${name}" of the ${this.#type.title} "${id}" and did not carry it out.`,
      );
    }
    return observed(this.#type, after, this.#facts(call, inputs, wanted));
  }

  async #existing(call: Call, id: string, known: Plain): Promise<Told> {
    const actual = await this.#type.read(call, id, known);
    if (actual === undefined) {
      throw new ProviderError(
        `The ${this.#type.title} "${id}" does not exist any more: run "pulumi refresh", and "pulumi up" makes it again.`,
      );
    }
    return actual;
  }

  #wanted(inputs: PropertyMap): Plain {
    const known = plain(inputs);
    return { ...known, tagsAll: allTags(this.#defaultTags(), known) };
  }

  #facts(call: Call, inputs: PropertyMap, known: Plain) {
    return { inputs, known, region: call.region, defaultTags: this.#defaultTags() };
  }

  /** Where a resource is; the ID of an import may name its region, as in `alias/name@eu-west-1`. */
  #place(request: ReadRequest): [id: string, region: string] {
    const region = plain(request.inputs)["region"] ?? plain(request.outputs)["region"];
    const given = "region" in this.#type.inputs ? /^(.+)@([a-z]+(?:-[a-z]+)+-\d+)$/.exec(request.id) : null;
    return [
      given?.[1] ?? request.id,
      given?.[2] ?? (typeof region === "string" ? region : this.#session().settings.region),
    ];
  }

  #call(context: CallContext, properties: Plain): Call {
    const session = this.#session();
    const region = properties["region"];
    return newCall(session, context, typeof region === "string" ? region : session.settings.region);
  }

  #defaultTags(): Tags {
    return this.#session().settings.defaultTags;
  }

  async #doing<T>(what: string, which: string, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      throw inWords(error, `${what} the ${this.#type.title} "${which}"`);
    }
  }
}
