import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A machine that has only what a test puts on it: its own PATH, home and cache. */
export class Machine {
  readonly folder = mkdtempSync(join(tmpdir(), "pinecone-security-machine-"));
  readonly bin = join(this.folder, "bin");
  readonly log: string[] = [];

  constructor() {
    mkdirSync(this.bin);
    onTestFinished(() => {
      rmSync(this.folder, { recursive: true, force: true });
    });
  }

  get env(): NodeJS.ProcessEnv {
    return { PATH: this.bin, HOME: this.folder, XDG_CACHE_HOME: join(this.folder, "cache") };
  }

  get options() {
    return { env: this.env, log: (line: string) => void this.log.push(line) };
  }

  /** Puts a shell script on PATH. */
  install(name: string, script: string): string {
    return executable(join(this.bin, name), script);
  }

  /** What a script has written into a file of the machine, line by line. */
  lines(name: string): string[] {
    const file = join(this.folder, name);
    return existsSync(file) ? readFileSync(file, "utf8").trimEnd().split("\n") : [];
  }
}

/** Writes a shell script that may be run. */
export function executable(file: string, script: string): string {
  mkdirSync(dirname(file), { recursive: true });
  // The scripts find the system's commands; whoever looks at PATH finds the machine's alone.
  writeFileSync(file, `#!/bin/sh\nPATH=/usr/bin:/bin\n${script}\n`);
  chmodSync(file, 0o755);
  return file;
}
