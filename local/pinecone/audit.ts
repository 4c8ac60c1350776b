import { randomUUID } from "node:crypto";
import type { Clock } from "./clock";

/** Who did it, as an audit event tells it. */
export interface Actor {
  readonly principal_id: string;
  readonly principal_name: string;
  readonly principal_type: "service_account" | "api_key";
}

/** The kind of event that a route stands for. */
export interface AuditedEvent {
  readonly action: "create" | "update" | "delete";
  readonly resourceType: "project" | "api-key" | "index" | "private-endpoints";
}

/** What an event is about; handlers fill it in as far as they come. */
export interface AuditSubject {
  id?: string;
  name?: string;
  parameters?: Readonly<Record<string, unknown>>;
}

/**
 * An audit event in Pinecone's schema. Pinecone's page shows an ID in `resource_id` and the name in `resource_name` in its schema,
 * but names in `resource_id` in its table of queries: the emulator follows the schema.
 * @see https://docs.pinecone.io/guides/production/security-overview#audit-logs
 */
export interface AuditEvent {
  readonly id: string;
  readonly organization_id: string;
  readonly organization_name: string;
  readonly client: { readonly userAgent: string };
  readonly actor: Actor;
  readonly event: {
    /** ISO 8601. */
    readonly time: string;
    readonly action: AuditedEvent["action"];
    readonly resource_type: AuditedEvent["resourceType"];
    readonly resource_id: string;
    readonly resource_name: string;
    readonly outcome:
      | { readonly result: "success" }
      | { readonly result: "failure"; readonly reason: string; readonly error_code: string };
    readonly parameters: Readonly<Record<string, unknown>>;
  };
}

/** What there is to say of one request. */
export interface AuditEntry {
  readonly event: AuditedEvent;
  readonly actor: Actor;
  readonly subject: AuditSubject;
  readonly userAgent: string;
  readonly failure?: { readonly reason: string; readonly errorCode: string };
}

/** All events since the start, at once: the emulator doesn't gather them for half an hour as Pinecone does. */
export class AuditLog {
  readonly events: AuditEvent[] = [];

  constructor(
    private readonly organization: { readonly id: string; readonly name: string },
    private readonly clock: Clock,
  ) {}

  record({ event, actor, subject, userAgent, failure }: AuditEntry): void {
    this.events.push({
      id: randomUUID(),
      organization_id: this.organization.id,
      organization_name: this.organization.name,
      client: { userAgent },
      actor,
      event: {
        time: this.clock.timestamp(),
        action: event.action,
        resource_type: event.resourceType,
        resource_id: subject.id ?? "",
        resource_name: subject.name ?? "",
        outcome: failure
          ? { result: "failure", reason: failure.reason, error_code: failure.errorCode }
          : { result: "success" },
        parameters: subject.parameters ?? {},
      },
    });
  }

  clear(): void {
    this.events.length = 0;
  }
}
