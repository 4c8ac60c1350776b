import { ApiError } from "./http/answer";
import type { Answer } from "./http/answer";
import { header } from "./http/router";
import type { Call, Handler, Route } from "./http/router";
import type { ApiKeyRole } from "./apiKeys";
import type { StoredApiKey } from "./state";

/** Roles of an API key that may look at indexes; the editors among them may also change them. */
const READERS: readonly ApiKeyRole[] = ["ProjectEditor", "ProjectViewer", "ControlPlaneEditor", "ControlPlaneViewer"];
const WRITERS: readonly ApiKeyRole[] = ["ProjectEditor", "ControlPlaneEditor"];

/** A route of the Admin API: asks for the version header and for an access token that has not expired. */
export function adminRoute(method: Route["method"], path: string, handle: Handler, event?: Route["event"]): Route {
  return {
    method,
    path,
    ...(event && { event }),
    handle: (call) => {
      checkToken(call);
      checkVersion(call);
      return handle(call);
    },
  };
}

/** A route of the control plane: asks for an API key whose roles allow it. */
export function indexRoute(
  method: Route["method"],
  path: string,
  handle: (call: Call, apiKey: StoredApiKey) => Answer | Promise<Answer>,
  event?: Route["event"],
): Route {
  return {
    method,
    path,
    ...(event && { event }),
    handle: (call) => {
      const apiKey = checkApiKey(call);
      checkVersion(call, "2026-07");
      const allowed = method === "GET" ? READERS : WRITERS;
      if (!apiKey.key.roles.some((role) => allowed.includes(role))) {
        const has = apiKey.key.roles.join(", ") || "no role";
        const message = `The API key has ${has}; ${method} ${path} needs one of ${allowed.join(", ")}.`;
        throw new ApiError("FORBIDDEN", message);
      }
      return handle(call, apiKey);
    },
  };
}

function checkToken(call: Call): void {
  const { state, clock, serviceAccount } = call.world;
  const token = /^Bearer (\S+)$/i.exec(header(call, "authorization") ?? "")?.[1];
  if (token === undefined) throw new ApiError("UNAUTHENTICATED", "The request has no bearer token.");
  const expiresAt = state.tokens.get(token);
  if (expiresAt === undefined) throw new ApiError("UNAUTHENTICATED", "Invalid access token.");
  if (expiresAt <= clock.now()) throw new ApiError("UNAUTHENTICATED", "The access token has expired.");
  call.actor = {
    principal_id: serviceAccount.clientId,
    principal_name: "emulator-service-account",
    principal_type: "service_account",
  };
}

/** The API key that a request carries, of whatever project; `undefined` when there is none such. */
export function apiKeyOf(call: Call): StoredApiKey | undefined {
  const value = header(call, "api-key");
  return [...call.world.state.apiKeys.values()].find((stored) => stored.value === value);
}

function checkApiKey(call: Call): StoredApiKey {
  const found = apiKeyOf(call);
  if (found === undefined) throw new ApiError("UNAUTHENTICATED", "Invalid API key.");
  call.actor = { principal_id: found.key.id, principal_name: found.key.name, principal_type: "api_key" };
  return found;
}

/** @param oldest the first version whose shapes the emulator has */
function checkVersion(call: Call, oldest = "2025-04"): void {
  const version = header(call, "x-pinecone-api-version");
  if (version === undefined) {
    throw new ApiError("INVALID_ARGUMENT", "The X-Pinecone-Api-Version header is missing; Pinecone requires it.");
  }
  if (!/^\d{4}-\d{2}$/.test(version) || version < oldest) {
    const message = `The emulator has no version "${version}" of ${call.path}; it has ${oldest} and later ones.`;
    throw new ApiError("INVALID_ARGUMENT", message);
  }
}
