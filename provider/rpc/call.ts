import type { Struct } from "google-protobuf/google/protobuf/struct_pb";
import type { EngineLog } from "./engineLog";
import type { CallContext, Provider, Severity } from "./provider";
import type { RunningCall, RunningCalls } from "./runningCalls";
import { isMap, isSecret, type PropertyMap, type Value } from "./values";
import { decodeProperties } from "./wire";

/** What all calls of a plugin share. */
export interface Session {
  readonly provider: Provider;
  readonly calls: RunningCalls;
  readonly log: EngineLog;
  /** What Configure brought; empty before. */
  configuration: PropertyMap;
}

/** A text shorter than this can't be told from any other, so it is not searched for. */
const SHORTEST_TEXT = 4;

/** One call of the engine: its context for a handler, and what messages about it need. */
export class Call {
  readonly context: CallContext;
  readonly #decoded: PropertyMap[] = [];

  /** @param subject What the call is about: a URN or a token; empty for the plugin as a whole. */
  constructor(
    readonly session: Session,
    readonly rpc: string,
    readonly subject: string,
    running: RunningCall,
  ) {
    this.context = {
      signal: running.signal,
      log: (severity, message) => {
        this.#write(severity, message, false);
      },
      status: (message) => {
        this.#write("info", message, true);
      },
    };
  }

  /** Decodes properties of the request. Their secrets are kept out of all that is said about this call. */
  properties(struct: Struct | undefined): PropertyMap {
    const decoded = decodeProperties(struct);
    this.#decoded.push(decoded);
    return decoded;
  }

  /** The text without the secrets of the request and of the configuration, should one have found its way into it. */
  redact(text: string): string {
    return without(text, textsIn([...this.#decoded, this.session.configuration], "secret"), "[secret]");
  }

  /** The text without anything of the request and of the configuration: for what was never meant to be shown. */
  redactAll(text: string): string {
    return without(this.redact(text), textsIn([...this.#decoded, this.session.configuration], "any"), "[property]");
  }

  #write(severity: Severity, message: string, ephemeral: boolean): void {
    const urn = this.subject.startsWith("urn:") ? this.subject : "";
    this.session.log.write({ severity, message: this.redact(message), urn, ephemeral });
  }
}

function without(text: string, hidden: readonly string[], mark: string): string {
  return hidden.reduce((rest, part) => rest.replaceAll(part, mark), text);
}

/** The texts inside values, or inside their secrets alone. Longest first: one may be part of another. */
function textsIn(values: readonly Value[], which: "any" | "secret"): string[] {
  const found = new Set<string>();
  const visit = (value: Value, wanted: boolean): void => {
    if (isSecret(value)) visit(value.reveal(), true);
    else if (Array.isArray(value)) for (const item of value) visit(item, wanted);
    else if (isMap(value)) for (const item of Object.values(value)) visit(item, wanted);
    else if (wanted && typeof value === "string" && value.length >= SHORTEST_TEXT) found.add(value);
  };
  for (const value of values) visit(value, which === "any");
  return [...found].sort((a, b) => b.length - a.length);
}
