import type { EngineSource } from "./types";
import { PULUMI_VERSION } from "./version";

/** A source that didn't work. */
export interface FailedAttempt {
  readonly source: EngineSource;
  readonly error: unknown;
}

const attempts: Readonly<Record<EngineSource, { readonly title: string; readonly remedy: string }>> = {
  path: {
    title: "`pulumi` on PATH",
    remedy: `Install Pulumi ${PULUMI_VERSION} or newer: https://www.pulumi.com/docs/install/`,
  },
  download: {
    title: "the official download",
    remedy: "Let this machine reach get.pulumi.com and github.com.",
  },
  build: {
    title: "a build from Go modules",
    remedy: "Install Go 1.26 or newer (https://go.dev/dl/) and let it reach a module proxy (`go env GOPROXY`).",
  },
};

/** No engine could be found, downloaded or built. Its message has each attempt's reason and remedy: one is enough. */
export class EngineUnavailableError extends Error {
  override readonly name = "EngineUnavailableError";

  constructor(readonly failures: readonly FailedAttempt[]) {
    const lines = failures.flatMap(({ source, error }, index) => [
      `  ${index + 1}. ${attempts[source].title}: ${indented(error instanceof Error ? error.message : String(error))}`,
      `     ${attempts[source].remedy}`,
    ]);
    super(
      `There is no Pulumi engine ${PULUMI_VERSION} or newer 3.x. Tried, each with what makes it work:\n${lines.join("\n")}`,
    );
  }
}

function indented(text: string): string {
  return text.split("\n").join("\n     ");
}
