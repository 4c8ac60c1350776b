/** Which environment variables stand behind which fields, first found first. */
export const ENVIRONMENT = {
  clientId: ["PINECONE_CLIENT_ID"],
  clientSecret: ["PINECONE_CLIENT_SECRET"],
  apiKey: ["PINECONE_API_KEY"],
  apiUrl: ["PINECONE_CONTROLLER_HOST"],
  tokenUrl: ["PINECONE_TOKEN_URL"],
  dataPlaneUrl: ["PINECONE_DATA_PLANE_URL"],
} as const;

export type Environment = Readonly<Record<string, string | undefined>>;

/** The values for fields that the configuration leaves out. An empty variable is none. */
export function fromEnvironment(environment: Environment): Record<string, string> {
  const entries = Object.entries(ENVIRONMENT).flatMap(([field, variables]) => {
    const value = variables.map((variable) => environment[variable]).find((text) => text !== undefined && text !== "");
    return value === undefined ? [] : [[field, value] as const];
  });
  return Object.fromEntries(entries);
}
