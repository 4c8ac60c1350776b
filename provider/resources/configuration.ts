import * as z from "zod";
import type { ConfigurationShape } from "./definition";
import { ENVIRONMENT } from "./environment";

/** The provider's configuration: what can be set, and the environment variables behind it. */
export const configuration = {
  fields: {
    clientId: {
      type: z.string().min(1).optional(),
      description:
        "The client ID of a Pinecone service account (Pinecone console: Settings > Access > Service accounts).",
      default: "the environment variable `PINECONE_CLIENT_ID`; one of the two is required",
      environment: ENVIRONMENT.clientId,
    },
    clientSecret: {
      type: z.string().min(1).optional(),
      description: "The client secret of the service account. Taken from the environment it never enters the stack.",
      default: "the environment variable `PINECONE_CLIENT_SECRET`; one of the two is required",
      environment: ENVIRONMENT.clientSecret,
      secret: true,
    },
    apiKey: {
      type: z.string().min(1).optional(),
      description: `An API key of the project, for the lists of its indexes: the service account can't list them. Needed where no \`ApiKey\` of the project is in the program
and \`temporaryKeys\` is off, for an \`Index\` without an \`apiKey\` of its own, and to see with \`binding: console\` whether the project is VPC-only. Lists take the role \`ControlPlaneViewer\`, making and
changing indexes \`ControlPlaneEditor\`, and a look at the switch \`DataPlaneViewer\` besides \`ControlPlaneViewer\`.`,
      default: "the environment variable `PINECONE_API_KEY`, else none",
      environment: ENVIRONMENT.apiKey,
      secret: true,
    },
    apiUrl: {
      type: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
      description: "The base URL of Pinecone's API.",
      default: "the environment variable `PINECONE_CONTROLLER_HOST`, else https://api.pinecone.io",
      environment: ENVIRONMENT.apiUrl,
    },
    tokenUrl: {
      type: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
      description: "Where the client ID and secret are exchanged for a token.",
      default: "the environment variable `PINECONE_TOKEN_URL`, else https://login.pinecone.io/oauth/token",
      environment: ENVIRONMENT.tokenUrl,
    },
    dataPlaneUrl: {
      type: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
      description:
        "One base URL for the data plane of every index, which then gets the index's host in the `Host` header. For an emulator; Pinecone's indexes answer at their own hosts.",
      default: "the environment variable `PINECONE_DATA_PLANE_URL`, else https://<host> of each index",
      environment: ENVIRONMENT.dataPlaneUrl,
    },
    apiVersion: {
      type: z
        .string()
        .regex(/^\d{4}-\d{2}$/, "must be a version of Pinecone's API: a year and a month")
        .optional(),
      description: "The version of Pinecone's API that every request names.",
      default: '"2026-07"',
    },
    binding: {
      type: z.enum(["console", "api"]).optional(),
      description: `How a \`CmekBinding\` and a \`PrivateEndpoint\` are made, and a \`NetworkAccess\` is turned: Pinecone publishes no API for them. \`console\`: the plugin prints a worksheet for Pinecone's console, a
person does the step and confirms it. \`api\`: the plugin speaks the preview routes of \`pinecone/preview-api.yaml\`, which the local emulator serves and Pinecone does not. One is never swapped for the other silently.`,
      default: '"console"',
    },
    confirmed: {
      type: z.record(z.string(), z.string()).optional(),
      description: `With \`binding: console\`: resource name → the fingerprint of its worksheet. An entry says that a person has done the step with exactly those values.
Set it with \`pulumi config set --path 'pinecone-security:confirmed.<name>' <fingerprint>\`.`,
      default: "nothing is confirmed",
    },
    requestTimeoutSeconds: {
      type: z.number().positive().max(600).optional(),
      description: "How long one request may take, in seconds, at most 600.",
      default: "30",
    },
    maxRetries: {
      type: z.int().min(0).max(10).optional(),
      description: "How often a request that may be repeated is sent again after a passing failure, at most 10.",
      default: "4",
    },
    proxy: {
      type: z.url({ protocol: /^https?$/, error: "must be an http or https URL" }).optional(),
      description: "The URL of an HTTP proxy for every request.",
      default: "the environment variable `HTTPS_PROXY`; hosts in `NO_PROXY` are reached directly",
    },
    caCertificates: {
      type: z.string().min(1).optional(),
      description:
        "Certificates to trust besides the usual ones: PEM text, or the path of a PEM file. `NODE_EXTRA_CA_CERTS` is obeyed as well.",
      default: "none",
    },
    temporaryKeys: {
      type: z.boolean().optional(),
      description: `Whether the plugin may make an API key with the role \`ControlPlaneViewer\` to list a project's indexes: before a deletion, when it knows no other key; before a project is made VPC-only or an endpoint
of such a one is deleted, when it knows none that is certainly of this project; and to see that \`apiKey\` is of the project, before an index is made or imported with it, or the answer of a public host is gone by.
The key is deleted at once; the audit log shows both.`,
      default: "true",
    },
  },
} as const satisfies ConfigurationShape;
