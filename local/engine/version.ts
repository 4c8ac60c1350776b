/**
 * The Pulumi release this project is tested with: what is downloaded or built, and the least that is taken from `PATH`.
 * modules/cli/go.mod names it too (a test holds the two together).
 */
export const PULUMI_VERSION = "3.248.0";

/**
 * Whether a version as `pulumi version` prints it (`v3.250.1`, `3.248.0-dev.1`) is at least `minimum` and of its major
 * version. A pre-release counts as the release it leads to.
 */
export function isRecentEnough(version: string, minimum: string = PULUMI_VERSION): boolean {
  const found = numbers(version);
  const wanted = numbers(minimum);
  if (found === undefined || wanted === undefined || found[0] !== wanted[0]) return false;
  return found[1] !== wanted[1] ? found[1] > wanted[1] : found[2] >= wanted[2];
}

function numbers(version: string): [major: number, minor: number, patch: number] | undefined {
  const match = /^v?(\d+)\.(\d+)\.(\d+)/.exec(version.trim());
  return match === null ? undefined : [Number(match[1]), Number(match[2]), Number(match[3])];
}
