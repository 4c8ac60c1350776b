import { randomBytes } from "node:crypto";
import * as z from "zod";
import { OAuthError } from "./http/answer";
import type { Route } from "./http/router";

/** The audience that Pinecone's tokens are for; the slash at the end belongs to it. */
const AUDIENCE = "https://api.pinecone.io/";

const tokenRequest = z.object({
  client_id: z.string(),
  client_secret: z.string(),
  grant_type: z.string(),
  audience: z.string(),
});

/** `POST /oauth/token`, Pinecone's exchange of a service account's credentials for an access token. */
export const oauthRoutes: readonly Route[] = [
  {
    method: "POST",
    path: "/oauth/token",
    handle: ({ world, body }) => {
      const request = parseTokenRequest(body.value);
      const { clientId } = world.serviceAccount;
      const clientSecret = world.settings.clientSecret ?? world.serviceAccount.clientSecret;
      if (request.client_id !== clientId || request.client_secret !== clientSecret) {
        throw new OAuthError(401, "access_denied", "Unauthorized");
      }
      const accessToken = `emulated.${randomBytes(32).toString("base64url")}`;
      const lifetime = world.settings.tokenLifetimeSeconds;
      world.state.tokens.set(accessToken, world.clock.now() + lifetime * 1000);
      return { status: 200, body: { access_token: accessToken, token_type: "Bearer", expires_in: lifetime } };
    },
  },
];

function parseTokenRequest(body: unknown): z.output<typeof tokenRequest> {
  const result = tokenRequest.safeParse(body);
  if (!result.success) {
    const fields = [...new Set(result.error.issues.map(({ path }) => path.join(".") || "body"))];
    throw new OAuthError(400, "invalid_request", `Missing or wrong: ${fields.join(", ")}`);
  }
  if (result.data.grant_type !== "client_credentials") {
    throw new OAuthError(
      403,
      "unauthorized_client",
      `Grant type '${result.data.grant_type}' not allowed for the client.`,
    );
  }
  if (result.data.audience !== AUDIENCE) {
    const message = `Service not found: ${result.data.audience}. The audience is ${AUDIENCE}.`;
    throw new OAuthError(403, "access_denied", message);
  }
  return result.data;
}
