/** Environment variables whose values are secrets. */
const SECRET_VARIABLES = [
  "PINECONE_API_KEY",
  "PINECONE_CLIENT_SECRET",
  "PINECONE_ACCESS_TOKEN",
  "AWS_SECRET_ACCESS_KEY",
  "AWS_SESSION_TOKEN",
  "PULUMI_ACCESS_TOKEN",
  "PULUMI_CONFIG_PASSPHRASE",
  "GITHUB_TOKEN",
  "GH_TOKEN",
];

/** What secrets look like: Pinecone's API keys, Pulumi's and GitHub's tokens, AWS's access keys, JSON Web Tokens. */
const SECRET_PATTERN =
  /\bpc(?:sk|key)_[A-Za-z0-9_-]{4,}|\bpul-[0-9a-f]{20,}|\bgh[pousr]_[A-Za-z0-9]{20,}|\b(?:AKIA|ASIA)[A-Z0-9]{16}\b|\beyJ[\w-]{8,}\.[\w-]{8,}\.[\w-]*/g;

/** A shorter value than that may be part of any word. */
const SHORTEST_SECRET = 4;

/** Takes secrets out of a text. */
export type Redact = (text: string) => string;

/** Redaction of what looks like a secret, and of the values of secrets in the environment. */
export function redactionBy(environment: Readonly<Record<string, string | undefined>>): Redact {
  const values = SECRET_VARIABLES.map((name) => environment[name] ?? "").filter(
    ({ length }) => length >= SHORTEST_SECRET,
  );
  // The longest first: one may be part of another.
  values.sort((a, b) => b.length - a.length);
  return (text) => {
    const without = values.reduce((rest, value) => rest.replaceAll(value, "[redacted]"), text);
    return without.replace(SECRET_PATTERN, "[redacted]");
  };
}
