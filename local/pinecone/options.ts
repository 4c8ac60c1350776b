import { parseArgs } from "node:util";
import { accountIdProblem } from "../../iam";

/** How the emulator is started. */
export interface Options {
  /** 0 takes a free one. */
  readonly port: number;
  readonly awsEndpoint: string;
  readonly region: string;
  readonly pineconeAccountId: string;
  /** @default - a random one */
  readonly clientId?: string;
  /** @default - a random one */
  readonly clientSecret?: string;
  readonly exitWithParent: boolean;
}

/** A command line that can't be followed; the message is for the person who typed it. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

export const HELP = `pinecone-security-emulator: Pinecone's Admin API, control plane and the doors of its data plane on your own machine

Usage: pinecone-security-emulator [flags]

It listens on 127.0.0.1 and, once it does, prints one line of JSON:
  {"url", "tokenUrl", "clientId", "clientSecret", "pineconeAccountId"}
CMEK keys are tried for real, and VPC endpoints looked up, in an emulated AWS (moto: pip install 'moto[server]', then moto_server).

Flags
  --port <number>                 port to listen on; 0 takes a free one (default: 0)
  --aws-endpoint <url>            where moto listens (default: AWS_ENDPOINT_URL, else http://127.0.0.1:5000)
  --region <name>                 AWS region for STS and IAM (default: AWS_REGION, else us-east-1)
  --pinecone-account-id <number>  AWS account of Pinecone's roles (default: 777788889999)
  --exit-with-parent              end when stdin is closed, as happens when the parent process ends
  --help                          print this text

Environment
  PINECONE_EMULATOR_CLIENT_ID, PINECONE_EMULATOR_CLIENT_SECRET
                                  the service account's credentials (default: random ones)

Control
  GET <url>/_emulator/ lists the routes that steer it: snapshot, reset, settings, faults, requests, audit-events and more.
  SIGTERM and SIGINT end it.
`;

/**
 * Reads the command line and the environment.
 * @returns "help" when that is asked for
 * @throws UsageError
 */
export function readOptions(
  args: readonly string[],
  env: Readonly<Record<string, string | undefined>>,
): Options | "help" {
  const values = parse(args);
  if (values.help) return "help";
  const clientId = env["PINECONE_EMULATOR_CLIENT_ID"];
  const clientSecret = env["PINECONE_EMULATOR_CLIENT_SECRET"];
  return {
    port: portOf(values.port),
    awsEndpoint: endpointOf(values["aws-endpoint"] ?? (env["AWS_ENDPOINT_URL"] || "http://127.0.0.1:5000")),
    region: values.region ?? (env["AWS_REGION"] || "us-east-1"),
    pineconeAccountId: accountOf(values["pinecone-account-id"] ?? "777788889999"),
    ...(clientId && { clientId }),
    ...(clientSecret && { clientSecret }),
    exitWithParent: values["exit-with-parent"] ?? false,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({
      args: [...args],
      options: {
        port: { type: "string" },
        "aws-endpoint": { type: "string" },
        region: { type: "string" },
        "pinecone-account-id": { type: "string" },
        "exit-with-parent": { type: "boolean" },
        help: { type: "boolean" },
      },
    }).values;
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function portOf(value = "0"): number {
  const port = Number(value);
  if (/^\d+$/.test(value) && port <= 65_535) return port;
  throw new UsageError(`--port is "${value}"; expected a number from 0 to 65535.`);
}

function endpointOf(value: string): string {
  if (/^https?:$/.test(URL.canParse(value) ? new URL(value).protocol : "")) return value;
  throw new UsageError(`The AWS endpoint is "${value}"; expected a URL such as http://127.0.0.1:5000.`);
}

function accountOf(value: string): string {
  const problem = accountIdProblem(value);
  if (problem !== undefined) throw new UsageError(`--pinecone-account-id: ${problem}`);
  return value;
}
