import { spawn } from "node:child_process";
import type { ChildProcess } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { EmulatorControl } from "./emulatorControl";
import type { Announcement } from "./pinecone/start";

/** How to start an emulator. */
export interface EmulatorOptions {
  /** @default - AWS_ENDPOINT_URL, else moto's own port on this machine */
  readonly awsEndpoint?: string;
  /** @default - a free one */
  readonly port?: number;
  /** @default - the emulator's own made-up account */
  readonly pineconeAccountId?: string;
  /** @default "us-east-1" */
  readonly region?: string;
}

/** A running emulator: a process of its own, with a client for its control routes. */
export class Emulator extends EmulatorControl implements Announcement {
  readonly tokenUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly pineconeAccountId: string;

  /** @internal use `startEmulator` */
  constructor(
    private readonly child: ChildProcess,
    announcement: Announcement,
  ) {
    super(announcement.url);
    this.tokenUrl = announcement.tokenUrl;
    this.clientId = announcement.clientId;
    this.clientSecret = announcement.clientSecret;
    this.pineconeAccountId = announcement.pineconeAccountId;
  }

  /** The process, for those who want to look at it. */
  get pid(): number | undefined {
    return this.child.pid;
  }

  /** What makes the provider, and Pinecone's own clients, use this emulator. */
  get env(): Record<string, string> {
    return {
      PINECONE_CONTROLLER_HOST: this.url,
      PINECONE_DATA_PLANE_URL: this.url,
      PINECONE_TOKEN_URL: this.tokenUrl,
      PINECONE_CLIENT_ID: this.clientId,
      PINECONE_CLIENT_SECRET: this.clientSecret,
    };
  }

  /** Ends the process and waits until it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null || this.child.signalCode !== null) return;
    const gone = once(this.child, "exit");
    this.child.kill("SIGTERM");
    await gone;
  }
}

/**
 * Starts an emulator; it ends with this process at the latest.
 * @throws Error with what the emulator wrote, when it does not start
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const child = spawn(process.execPath, [...program(), ...flags(options)], {
    cwd: root,
    stdio: ["pipe", "pipe", "pipe"],
    // A Ctrl-C in the terminal reaches the whole process group; the emulator is still needed for what comes after it.
    detached: true,
  });
  let complaints = "";
  child.stderr.setEncoding("utf8").on("data", (text: string) => (complaints += text));
  const announcement = await new Promise<Announcement>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => {
      reject(new Error(`The Pinecone emulator did not start. ${complaints.trim()}`));
    });
    createInterface({ input: child.stdout }).once("line", (line) => {
      resolve(JSON.parse(line) as Announcement);
    });
  });
  child.stderr.on("data", (text: string) => process.stderr.write(text));
  return new Emulator(child, announcement);
}

const root = join(__dirname, "..");
const bundle = join(root, "dist", "local", "pinecone-security-emulator");

/** The built program, which starts faster, unless its source is newer. */
function program(): string[] {
  const isFresh = existsSync(bundle) && statSync(bundle).mtimeMs > newest("local/pinecone", "iam");
  return isFresh ? [bundle] : ["--require", "tsx/cjs", join(root, "local", "pinecone", "main.ts")];
}

/** When the last of the files in these folders was changed, in milliseconds since 1970. */
function newest(...folders: string[]): number {
  const times = folders.flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: "utf8" }).map(
      (file) => statSync(join(root, folder, file)).mtimeMs,
    ),
  );
  return Math.max(...times);
}

function flags({ port, awsEndpoint, pineconeAccountId, region }: EmulatorOptions): string[] {
  const given = { port, "aws-endpoint": awsEndpoint, "pinecone-account-id": pineconeAccountId, region };
  const pairs = Object.entries(given).flatMap(([flag, value]) =>
    value === undefined ? [] : [`--${flag}`, String(value)],
  );
  return [...pairs, "--exit-with-parent"];
}
