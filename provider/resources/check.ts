import type { Checked, CheckFailure, CheckRequest } from "../rpc/provider";
import { containsUnknown, type PropertyMap } from "../rpc/values";
import { doubtful, inputChanges, refusals } from "./changes";
import { withoutSecrets } from "./hiding";
import type { ResourceDefinition } from "./lifecycle";
import { marked, plainOf, valueOf } from "./plain";
import type { Session } from "./session";
import { withTexts } from "./texts";
import { shapeFailures } from "./validate";

/** Checks a resource's inputs: shape, forbidden changes, and the resource's own rules. Everything that is wrong is told at once. */
export async function checkInputs(
  definition: ResourceDefinition,
  request: CheckRequest,
  session: Session,
): Promise<Checked> {
  const news = withSecrets(definition, withTexts(definition.inputs, request.news));
  const inputs = carriedForward(definition, { ...request, news });
  const failures = shapeFailures(`a ${definition.name}`, definition.inputs, inputs);
  failures.push(...forbiddenChanges(definition, { ...request, news: inputs }, session));
  const wrong = new Set(failures.map(({ property }) => property));
  const known = Object.fromEntries(
    Object.entries(plainOf(inputs)).filter(([name]) => Object.hasOwn(definition.inputs, name) && !isWrong(wrong, name)),
  );
  await definition.lifecycle().check?.({
    call: request,
    session,
    olds: request.olds === undefined ? undefined : plainOf(request.olds),
    known,
    isUnknown: (property) => containsUnknown(inputs[property] ?? null) || isWrong(wrong, property),
    fail: (property, reason) => failures.push({ property, reason: withoutSecrets(reason, inputs) }),
  });
  return { inputs, failures };
}

/** Marks secret fields, also where a program gave them as plain text: the engine writes into the state what Check answers. */
function withSecrets({ inputs: fields }: ResourceDefinition, news: PropertyMap): PropertyMap {
  const entries = Object.entries(news).map(([name, value]) => {
    const isSecretField = Object.hasOwn(fields, name) && fields[name]?.secret === true;
    return [name, marked(value, isSecretField)] as const;
  });
  return Object.fromEntries(entries);
}

/** Adds the old values of fields that keep them when they are left out. */
function carriedForward({ inputs: fields }: ResourceDefinition, { olds, news }: CheckRequest): PropertyMap {
  if (olds === undefined) return news;
  const carried = Object.keys(fields).flatMap((name) => {
    const old = valueOf(olds, name);
    const isCarried = fields[name]?.keptWhenLeftOut === true && valueOf(news, name) === undefined && old !== undefined;
    return isCarried ? [[name, old] as const] : [];
  });
  return { ...news, ...Object.fromEntries(carried) };
}

function forbiddenChanges(definition: ResourceDefinition, request: CheckRequest, session: Session): CheckFailure[] {
  if (request.olds === undefined) return [];
  const changes = inputChanges(definition, request.olds, undefined, request.news);
  for (const { property, reason } of doubtful(changes)) request.log("warning", `${property}: ${reason}`);
  const refused = refusals(changes);
  if (refused.length === 0) return [];
  const isOpen = definition.lifecycle().isOpen?.({ call: request, session, outputs: undefined });
  return isOpen === true ? [] : refused;
}

/** `roles[1]` being wrong makes `roles` wrong. */
function isWrong(wrong: ReadonlySet<string>, name: string): boolean {
  return [...wrong].some(
    (property) => property === name || property.startsWith(`${name}[`) || property.startsWith(`${name}.`),
  );
}
