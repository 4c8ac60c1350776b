import type { PropertyMap } from "./values";

/** What a plugin is, as `serve` needs to know it. It knows tokens and properties, never a resource. */
export interface Provider {
  /** The package's name: the part of a token before the first colon. */
  readonly name: string;
  readonly version: string;
  /** The package's schema as JSON text. */
  schema(): string;
  /** Validates the provider's configuration, before `configure`. */
  checkConfig(request: CheckConfigRequest): Checked | Promise<Checked>;
  /** Takes the configuration. Called once, before any resource is touched. Throws {@link ProviderError} when it can't be used. */
  configure(request: ConfigureRequest): void | Promise<void>;
  /** Handlers by token, for example `pinecone-security:index:Project`. */
  readonly resources: Readonly<Record<string, ResourceHandler>>;
  /** Handlers by token, for example `pinecone-security:index:getProject`. */
  readonly functions: Readonly<Record<string, FunctionHandler>>;
  /** What to do about a token that is in neither, as a sentence. @default - to install the plugin of the SDK's version */
  readonly unknownTokenRemedy?: string;
}

/** The lifecycle of one resource type. Properties come as the engine sends them: secrets wrapped, unknowns kept. */
export interface ResourceHandler {
  check(request: CheckRequest): Promise<Checked>;
  diff(request: DiffRequest): Promise<Diff>;
  create(request: CreateRequest): Promise<Created>;
  /** `undefined` says that the resource does not exist (any more). */
  read(request: ReadRequest): Promise<ReadResult | undefined>;
  update(request: UpdateRequest): Promise<Updated>;
  delete(request: DeleteRequest): Promise<void>;
}

/** A function of the package, called by a program. */
export interface FunctionHandler {
  invoke(request: InvokeRequest): Promise<Invoked>;
}

/** What every call brings along. */
export interface CallContext {
  /**
   * Aborted by the engine's Cancel (Ctrl-C), with a `CancelReason`, and for Create, Update, Read and Delete when `customTimeouts`
   * ran out, with a `TimeoutReason`. A handler has to end by it: the plugin waits for its outcome, so that nothing that was made is lost.
   */
  readonly signal: AbortSignal;
  /** Writes to the engine's log, attached to the resource of the call. */
  readonly log: (severity: Severity, message: string) => void;
  /** Shows a line beside the resource while the call runs. It does not stay in the log. */
  readonly status: (message: string) => void;
}

export type Severity = "debug" | "info" | "warning" | "error";

/** What every call for one resource brings along. */
export interface ResourceCall extends CallContext {
  readonly urn: string;
  /** The token of the type. */
  readonly type: string;
  /** The logical name: the last part of the URN. */
  readonly name: string;
}

export interface CheckConfigRequest extends CallContext {
  readonly news: PropertyMap;
}

export interface ConfigureRequest extends CallContext {
  readonly inputs: PropertyMap;
}

export interface CheckRequest extends ResourceCall {
  /** The inputs of the last deployment; `undefined` when the resource is new to the engine, or had no inputs: the engine does not tell these apart. */
  readonly olds: PropertyMap | undefined;
  readonly news: PropertyMap;
  /** The same for every Check of this resource in one deployment. */
  readonly randomSeed: Uint8Array;
}

export interface CheckFailure {
  readonly property: string;
  readonly reason: string;
}

/** The inputs to go on with, or what is wrong with them. */
export interface Checked {
  readonly inputs: PropertyMap;
  readonly failures: readonly CheckFailure[];
}

export interface DiffRequest extends ResourceCall {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly news: PropertyMap;
  /** Property paths the user told the engine to ignore. The engine has put the old values into `news` already. */
  readonly ignoreChanges: readonly string[];
}

export interface PropertyChange {
  /** A property path in the engine's notation, for example `roles[0]`. */
  readonly path: string;
  readonly kind: "add" | "update" | "delete";
  readonly replace: boolean;
}

export interface Diff {
  readonly changes: readonly PropertyChange[];
  /** Outputs whose value no update changes. */
  readonly stables: readonly string[];
  /** @default false */
  readonly deleteBeforeReplace?: boolean;
}

export interface CreateRequest extends ResourceCall {
  readonly inputs: PropertyMap;
  /** Nothing may be made: outputs that are not known yet are answered as `UNKNOWN`. */
  readonly preview: boolean;
  /** Seconds, 0 when the user gave none. `signal` obeys it already. */
  readonly timeoutSeconds: number;
}

export interface Created {
  /** Empty in a preview. */
  readonly id: string;
  readonly outputs: PropertyMap;
}

export interface ReadRequest extends ResourceCall {
  readonly id: string;
  /** Empty on import. */
  readonly inputs: PropertyMap;
  /** Empty on import. */
  readonly outputs: PropertyMap;
}

export interface ReadResult {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
}

export interface UpdateRequest extends ResourceCall {
  readonly id: string;
  readonly oldInputs: PropertyMap;
  readonly oldOutputs: PropertyMap;
  readonly news: PropertyMap;
  /** As in a {@link DiffRequest}. */
  readonly ignoreChanges: readonly string[];
  readonly preview: boolean;
  readonly timeoutSeconds: number;
}

export interface Updated {
  readonly outputs: PropertyMap;
}

export interface DeleteRequest extends ResourceCall {
  readonly id: string;
  readonly inputs: PropertyMap;
  readonly outputs: PropertyMap;
  readonly timeoutSeconds: number;
}

export interface InvokeRequest extends CallContext {
  /** The token of the function. */
  readonly token: string;
  readonly args: PropertyMap;
}

/** What a function answers, or what is wrong with its arguments. */
export interface Invoked {
  readonly result: PropertyMap;
  readonly failures: readonly CheckFailure[];
}
