/** What the little Pinecone of these tests answers. */
export interface Answer {
  readonly status: number;
  /** Sent as JSON. */
  readonly body?: unknown;
  /** Sent as plain text instead. */
  readonly text?: string;
}

/** A refusal in the shape of Pinecone's control plane and Admin API. */
export function problem(status: number, code: string, message: string): Answer {
  return { status, body: { status, error: { code, message } } };
}

export function errorBody(status: number, code: string, message: string): string {
  return JSON.stringify(problem(status, code, message).body);
}
