/** Words quote values, and a value may be secret. */
import { isMap, isSecret, type PropertyMap, type Value } from "../rpc/values";

/** The text, with `[secret]` where it quotes a secret of these properties. */
export function withoutSecrets(text: string, properties: PropertyMap): string {
  const secrets = Object.values(properties).flatMap((value) => secretTexts(value, false));
  const asQuoted = secrets.map((secret) => JSON.stringify(secret).slice(1, -1));
  // The longest first: one may be part of another.
  const longestFirst = [...new Set([...secrets, ...asQuoted])].sort((a, b) => b.length - a.length);
  return longestFirst.reduce((hidden, secret) => hidden.replaceAll(secret, "[secret]"), text);
}

function secretTexts(value: Value, hidden: boolean): string[] {
  if (isSecret(value)) return secretTexts(value.reveal(), true);
  if (Array.isArray(value)) return value.flatMap((item) => secretTexts(item, hidden));
  if (isMap(value)) return Object.values(value).flatMap((item) => secretTexts(item, hidden));
  return hidden && typeof value === "string" && value !== "" ? [value] : [];
}
