import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parse } from "yaml";
import { bodyProblems, resolve, strictAjv } from "./schemas";
import type { Document, MediaType, Operation, Parameter } from "./schemas";

const root = join(__dirname, "..", "..");

const files = {
  admin: "test/openapi/admin_2026-04.oas.yaml",
  oauth: "test/openapi/oauth_2026-04.oas.yaml",
  dbControl: "test/openapi/db_control_2026-04.oas.yaml",
  preview: "pinecone/preview-api.yaml",
} as const;

export type SpecificationName = keyof typeof files;

/** A request as it was sent. Header names in any case. */
export interface WireRequest {
  readonly method: string;
  /** With or without a query. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string | readonly string[] | undefined>>;
  /** The parsed JSON; `undefined` when nothing was sent. */
  readonly body?: unknown;
}

/** An answer as it was sent. */
export interface WireResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string | readonly string[] | number | undefined>>;
  /** The parsed JSON; `undefined` when nothing was sent. */
  readonly body?: unknown;
}

interface Match {
  readonly name: SpecificationName;
  readonly document: Document;
  /** For example `/admin/projects/{project_id}`. */
  readonly template: string;
  readonly operation: Operation;
  readonly parameters: readonly Parameter[];
  readonly pathValues: Readonly<Record<string, string>>;
}

/** Checks requests and answers against OpenAPI files. Every answer is a list of problems in words; an empty list says that all is well. */
export interface Validator {
  /** Unknown paths, methods, query parameters and body fields are problems; so are a missing header, body or credential. */
  validateRequest(request: WireRequest): string[];
  /** Undeclared statuses, an undeclared or missing body and unknown fields in it are problems. */
  validateResponse(request: Pick<WireRequest, "method" | "path">, response: WireResponse): string[];
  /** The path template and method that serve a request, for example `GET /admin/projects/{project_id}`; `undefined` when there is none. */
  operation(request: Pick<WireRequest, "method" | "path">): string | undefined;
}

/**
 * Loads OpenAPI files.
 *
 * @param names which; @default all of them
 */
export function loadValidator(
  names: readonly SpecificationName[] = Object.keys(files) as SpecificationName[],
): Validator {
  const documents = names.map((name) => ({
    name,
    document: parse(readFileSync(join(root, files[name]), "utf8")) as Document,
  }));
  const ajv = strictAjv(documents);
  const match = (request: Pick<WireRequest, "method" | "path">): Match | undefined => {
    for (const { name, document } of documents) {
      const found = matchIn(name, document, request);
      if (found) return found;
    }
    return undefined;
  };
  const unknown = ({ method, path }: Pick<WireRequest, "method" | "path">): string[] => [
    `${method} ${path} is in none of the specifications (${names.join(", ")})`,
  ];
  return {
    operation: (request) => {
      const found = match(request);
      return found && `${request.method.toUpperCase()} ${found.template}`;
    },
    validateRequest: (request) => {
      const found = match(request);
      if (!found) return unknown(request);
      return [...parameterProblems(ajv, found, request), ...requestBodyProblems(ajv, found, request)];
    },
    validateResponse: (request, response) => {
      const found = match(request);
      return found ? responseProblems(ajv, found, response) : unknown(request);
    },
  };
}

type Ajv = ReturnType<typeof strictAjv>;

function matchIn(
  name: SpecificationName,
  document: Document,
  request: Pick<WireRequest, "method" | "path">,
): Match | undefined {
  const segments = pathOf(request.path).split("/");
  for (const [template, item] of Object.entries(document.paths)) {
    const operation = item[request.method.toLowerCase() as "get"];
    const pathValues = valuesOf(template.split("/"), segments);
    if (operation === undefined || pathValues === undefined) continue;
    const parameters = [...(item.parameters ?? []), ...(operation.parameters ?? [])].map((parameter) =>
      resolve<Parameter>(document, parameter),
    );
    return { name, document, template, operation, parameters, pathValues };
  }
  return undefined;
}

/** The values of the template's braces, or `undefined` when the path is not of this template. */
function valuesOf(template: readonly string[], path: readonly string[]): Record<string, string> | undefined {
  if (template.length !== path.length) return undefined;
  const values: Record<string, string> = {};
  for (const [index, part] of template.entries()) {
    const value = path[index] ?? "";
    if (part.startsWith("{") && value !== "") values[part.slice(1, -1)] = decodeURIComponent(value);
    else if (part !== value) return undefined;
  }
  return values;
}

function parameterProblems(ajv: Ajv, found: Match, request: WireRequest): string[] {
  const headers = lowerCased(request.headers);
  const query = new URLSearchParams(request.path.split("?")[1] ?? "");
  const declared = new Set(found.parameters.filter((parameter) => parameter.in === "query").map(({ name }) => name));
  const problems = [...query.keys()].filter((key) => !declared.has(key)).map((key) => `query "${key}" is not declared`);
  for (const parameter of found.parameters) {
    const { name, required = false, schema } = parameter;
    const value = { path: found.pathValues[name], query: query.get(name), header: headers[name.toLowerCase()] }[
      parameter.in
    ];
    if (value === undefined || value === null) {
      if (required) problems.push(`${parameter.in} "${name}" is missing`);
    } else {
      problems.push(...bodyProblems(ajv, found.name, schema, value, `${parameter.in} "${name}"`));
    }
  }
  return [...problems, ...credentialProblems(found, headers)];
}

function credentialProblems({ document, operation }: Match, headers: Readonly<Record<string, string>>): string[] {
  const [alternative] = operation.security ?? document.security ?? [];
  return Object.keys(alternative ?? {}).flatMap((name) => {
    const scheme = document.components?.securitySchemes?.[name];
    if (scheme?.type === "http") {
      return /^Bearer \S+$/.test(headers["authorization"] ?? "") ? [] : ['header "Authorization" is not "Bearer …"'];
    }
    return headers[scheme?.name?.toLowerCase() ?? name] ? [] : [`header "${scheme?.name ?? name}" is missing`];
  });
}

function requestBodyProblems(ajv: Ajv, found: Match, request: WireRequest): string[] {
  const { requestBody } = found.operation;
  if (requestBody === undefined) return request.body === undefined ? [] : ["a body was sent where none is declared"];
  if (request.body === undefined) return requestBody.required === true ? ["the body is missing"] : [];
  return contentProblems(ajv, found.name, requestBody.content, request.headers, request.body);
}

function responseProblems(ajv: Ajv, found: Match, response: WireResponse): string[] {
  const { responses } = found.operation;
  const status = String(response.status);
  const declared = responses[status] ?? responses[`${status.slice(0, 1)}XX`] ?? responses["default"];
  if (declared === undefined) return [`status ${status} is not declared for ${found.template}`];
  const { content } = resolve<{ content?: Record<string, MediaType> }>(found.document, declared);
  if (content === undefined) return response.body === undefined ? [] : ["a body was sent where none is declared"];
  if (response.body === undefined) return [`status ${status} came without its body`];
  return contentProblems(
    ajv,
    found.name,
    content,
    response.headers ?? { "content-type": "application/json" },
    response.body,
  );
}

function contentProblems(
  ajv: Ajv,
  name: SpecificationName,
  content: Readonly<Record<string, MediaType>>,
  headers: Readonly<Record<string, string | readonly string[] | number | undefined>>,
  body: unknown,
): string[] {
  const type = (lowerCased(headers)["content-type"] ?? "").split(";")[0]?.trim() ?? "";
  const declared = content[type];
  if (declared === undefined) return [`content type "${type}" is not declared (${Object.keys(content).join(", ")})`];
  return bodyProblems(ajv, name, declared.schema, body, "body");
}

function lowerCased(
  headers: Readonly<Record<string, string | readonly string[] | number | undefined>>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(headers).flatMap(([name, value]) =>
      value === undefined ? [] : [[name.toLowerCase(), String(value)]],
    ),
  );
}

function pathOf(path: string): string {
  return path.split("?")[0] ?? "";
}
