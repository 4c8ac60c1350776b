import type { IncomingMessage } from "node:http";
import type { z } from "zod";
import { ApiError } from "./answer";

/** A request's body: what it says, or why it can't be read. */
export interface Body {
  readonly value?: unknown;
  readonly problem?: string;
}

/**
 * Reads JSON.
 * @param mayBeForm whether a form is read too where the request says that it is one, as OAuth allows
 */
export async function readBody(request: IncomingMessage, mayBeForm: boolean): Promise<Body> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const text = Buffer.concat(chunks).toString("utf8");
  if (text === "") return {};
  if (mayBeForm && request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded")) {
    return { value: Object.fromEntries(new URLSearchParams(text)) };
  }
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return { problem: "The request body is not valid JSON." };
  }
}

/**
 * The body as a schema describes it.
 * @throws ApiError INVALID_ARGUMENT with every problem at once
 */
export function parseBody<Schema extends z.ZodType>(schema: Schema, body: Body): z.output<Schema> {
  if (body.problem !== undefined) throw new ApiError("INVALID_ARGUMENT", body.problem);
  if (body.value === undefined) throw new ApiError("INVALID_ARGUMENT", "The request body is missing.");
  const result = schema.safeParse(body.value);
  if (result.success) return result.data;
  const problems = result.error.issues.map(({ path, message }) => `${path.join(".") || "body"}: ${message}`);
  throw new ApiError("INVALID_ARGUMENT", `Bad request. ${problems.join("; ")}`);
}

const SECRET_FIELDS: ReadonlySet<string> = new Set(["client_secret", "value", "plaintext"]);

/** A copy of a body in which secrets are blanked. */
export function blankSecrets(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(blankSecrets);
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, SECRET_FIELDS.has(key) ? "***" : blankSecrets(field)]),
  );
}
