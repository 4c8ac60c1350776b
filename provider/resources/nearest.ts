/** The candidate that a misspelt name most likely means; `undefined` when none is near. */
export function nearest(name: string, candidates: readonly string[]): string | undefined {
  const limit = Math.max(1, Math.floor(name.length / 3));
  let best: { candidate: string; distance: number } | undefined;
  for (const candidate of candidates) {
    const distance = distanceBetween(plain(name), plain(candidate));
    if (distance <= limit && (best === undefined || distance < best.distance)) best = { candidate, distance };
  }
  return best?.candidate;
}

/** What is wrong with a name that nobody knows, as a sentence. */
export function unknownName(what: string, name: string, candidates: readonly string[]): string {
  const near = name.length > 100 ? undefined : nearest(name, candidates);
  const hint = near === undefined ? `It has: ${candidates.join(", ")}.` : `Did you mean "${near}"?`;
  return `is no property of ${what}. ${hint}`;
}

/** `role_arn`, `RoleARN` and `roleArn` are the same word. */
function plain(name: string): string {
  return name.toLowerCase().replace(/[_-]/g, "");
}

/** Levenshtein's distance. */
function distanceBetween(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const substitution = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(substitution, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}
