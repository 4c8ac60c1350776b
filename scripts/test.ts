/** Builds, runs every test, and ends with one line: `N passed, N failed`. Arguments go to vitest. */
import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";

interface Report {
  readonly numPassedTests: number;
  readonly numFailedTests: number;
  readonly testResults: readonly {
    readonly status: string;
    readonly assertionResults: readonly { readonly status: string }[];
  }[];
}

function main(): number {
  const folder = mkdtempSync(join(tmpdir(), "pinecone-security-test-"));
  try {
    const build = node(["--import", "tsx", "scripts/build.ts"]);
    if (build !== 0) return close(0, 1, build);
    const file = join(folder, "report.json");
    const status = node([
      join(dirname(require.resolve("vitest/package.json")), "vitest.mjs"),
      "run",
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${file}`,
      ...process.argv.slice(2),
    ]);
    // Without a report nothing ran: the set-up before the first test has failed, and has said why.
    if (!existsSync(file)) return close(0, 1, status);
    const report = JSON.parse(readFileSync(file, "utf8")) as Report;
    const failed = report.numFailedTests + filesThatDidNotLoad(report);
    // An error outside every test (an unhandled rejection) fails the run too.
    return close(report.numPassedTests, status !== 0 && failed === 0 ? 1 : failed, status);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A file that failed although none of its tests did: it could not be loaded, or its set-up failed. */
function filesThatDidNotLoad(report: Report): number {
  return report.testResults.filter(
    (file) => file.status === "failed" && !file.assertionResults.some((test) => test.status === "failed"),
  ).length;
}

function close(passed: number, failed: number, status: number): number {
  console.log(`${passed} passed, ${failed} failed`);
  return status !== 0 ? status : failed > 0 || passed === 0 ? 1 : 0;
}

function node(args: readonly string[]): number {
  const { status, error } = spawnSync(process.execPath, args, { cwd: join(__dirname, ".."), stdio: "inherit" });
  if (error !== undefined) throw error;
  return status ?? 1;
}

process.exitCode = main();
