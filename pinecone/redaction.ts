/** What takes a secret's place. */
export const REDACTED = "[redacted]";

/** Secrets that are recognised by their form, wherever they come from. */
const forms: readonly (readonly [pattern: RegExp, replacement: string])[] = [
  [/\bpc(?:key|sk)_[\w-]+/g, REDACTED],
  [/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, `$1 ${REDACTED}`],
  [/\beyJ[\w-]+\.[\w-]+(?:\.[\w-]+)?/g, REDACTED],
  [
    /("?(?:client_secret|access_token|refresh_token|api[-_]key|password)"?\s*[:=]\s*)("(?:[^"\\]|\\.)*"?|[^\s&",;}]+)/gi,
    `$1${REDACTED}`,
  ],
  [/(\/\/)[^/\s:@]+:[^/\s@]*@/g, `$1${REDACTED}@`],
];

/** Shorter values would blacken ordinary words. No credential of Pinecone's is that short. */
const shortestKnown = 6;

/**
 * Takes secrets out of a text that a person or a log will see: the known values, as they are and as JSON and URLs write them, and whatever has
 * the form of an API key, an access token, an authorization header or a password.
 */
export function redact(text: string, known: Iterable<string> = []): string {
  const values = [...known]
    .flatMap((secret) => [secret, JSON.stringify(secret).slice(1, -1), encodeURIComponent(secret)])
    .filter((secret) => secret.length >= shortestKnown)
    // The longest first: a secret that is part of another must not leave the rest of it behind.
    .sort((a, b) => b.length - a.length);
  const withoutKnown = values.reduce((rest, secret) => rest.replaceAll(secret, REDACTED), text);
  return forms.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
}

/** The secrets of one client, for {@link redact}. Access tokens and API keys join as they become known. */
export class Secrets {
  readonly #known = new Set<string>();

  add(secret: string): void {
    this.#known.add(secret);
  }

  redact(text: string): string {
    return redact(text, this.#known);
  }
}
