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

/** A secret shorter than this can't be told from any other text, so it is not searched for. */
const SHORTEST_SECRET = 4;

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
    let redacted = text;
    for (const secret of secretTexts([...this.#decoded, this.session.configuration])) {
      redacted = redacted.replaceAll(secret, "[secret]");
    }
    return redacted;
  }

  #write(severity: Severity, message: string, ephemeral: boolean): void {
    const urn = this.subject.startsWith("urn:") ? this.subject : "";
    this.session.log.write({ severity, message: this.redact(message), urn, ephemeral });
  }
}

/** The texts inside secrets, longest first: a secret may be part of another. */
function secretTexts(values: readonly Value[]): string[] {
  const found = new Set<string>();
  const visit = (value: Value, secret: boolean): void => {
    if (isSecret(value)) visit(value.reveal(), true);
    else if (Array.isArray(value)) for (const item of value) visit(item, secret);
    else if (isMap(value)) for (const item of Object.values(value)) visit(item, secret);
    else if (secret && typeof value === "string" && value.length >= SHORTEST_SECRET) found.add(value);
  };
  for (const value of values) visit(value, false);
  return [...found].sort((a, b) => b.length - a.length);
}
