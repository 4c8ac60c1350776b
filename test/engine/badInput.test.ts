import { ListRolesCommand } from "@aws-sdk/client-iam";
import { ListKeysCommand } from "@aws-sdk/client-kms";
import * as pulumi from "@pulumi/pulumi";
import { describe, expect, test } from "vitest";
import { useCloud, type Program, type StackOptions, type TestStack } from "./harness";
import { OperationFailedError } from "./harness/outcome";
import { apiBinding } from "./programs";

// Most programs are in YAML: what a language's types would not let pass reaches the plugin from there.

const cloud = useCloud();
const roleArn = "arn:aws:iam::111122223333:role/pinecone-cmek";
const keyArn = "arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab";
const aliasArn = "arn:aws:kms:us-east-1:111122223333:alias/pinecone";

/** A resource; its project, if it is in one, is about to be made. */
function yaml(type: string, properties: object, inProject = true): Program {
  const project = { type: "pinecone-security:Project", properties: { name: "search" } };
  const bad = { type: `pinecone-security:${type}`, properties };
  return { yaml: { resources: inProject ? { search: project, bad } : { bad } } };
}

const project = (properties: object) => yaml("Project", properties, false);
const apiKey = (change: object) => yaml("ApiKey", { projectId: "${search.id}", name: "reader", ...change });
const binding = (change: object) =>
  yaml("CmekBinding", { projectId: "${search.id}", name: "search", roleArn, keyArn, ...change });
/** Preview has to ask Pinecone about its project. */
const lookingUp = yaml(
  "CmekBinding",
  { projectId: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10", name: "search", roleArn, keyArn },
  false,
);
const trustPolicy = (region: string): Program => ({
  yaml: {
    outputs: {
      trust: {
        "fn::invoke": {
          function: "pinecone-security:getCmekTrustPolicy",
          arguments: { pineconeAccountId: "777788889999", regions: [region] },
        },
      },
    },
  },
});

/** A resource whose arguments no type checks. */
class Untyped extends pulumi.CustomResource {}

/** What the command told at its end, an entry per error, and that it told no more and made nothing. */
async function refusal(stack: TestStack, ...command: string[]): Promise<string[]> {
  const { code, stdout, stderr } = await stack.pulumi(...command, "--non-interactive", "--stack", "dev");
  expect(code).not.toBe(0);
  expect(stderr).toBe("");
  await expectNothingMade();
  return errorsOf(stdout);
}

function errorsOf(output: string): string[] {
  expect(output).not.toMatch(/^\s*at .*[:(]/m);
  expect(output).not.toMatch(/\wError:|internal error/);
  const [, diagnostics = ""] = output.split("\nDiagnostics:\n");
  const [told = ""] = diagnostics.split(/\n\n(?:Resources|Outputs):/);
  return told.split(/^ {4}error: /m).slice(1);
}

async function expectNothingMade(): Promise<void> {
  expect(await cloud.pinecone.snapshot()).toMatchObject({ projects: [], cmekKeys: [], apiKeys: [] });
  expect((await cloud.iam.send(new ListRolesCommand({}))).Roles).toEqual([]);
  expect((await cloud.kms.send(new ListKeysCommand({}))).Keys).toEqual([]);
}

describe("one message in preview, with property, value, rule and remedy, tells of", () => {
  test.each<[what: string, program: Program, ...told: string[]]>([
    ["an empty name", project({ name: "" }), "property name value {} ", "must have at least 1 character"],
    ["513 characters", project({ name: "x".repeat(513) }), "property name value {xxx", "at most 512", "it has 513"],
    [
      "a name of 81 characters",
      apiKey({ name: "x".repeat(81) }),
      "property name value {xxx",
      "at most 80",
      "it has 81",
    ],
    [
      "a project's name for its ID",
      apiKey({ projectId: "production" }),
      "property projectId value {production}",
      '"production" is no project ID, which is a UUID in lower case such as',
      "Settings > Projects",
    ],
    ["an unknown API key role", apiKey({ roles: ["Owner"] }), "roles[0]", '"Owner"', "must be one of", "ProjectEditor"],
    [
      "a user's ARN for the role's",
      binding({ roleArn: "arn:aws:iam::111122223333:user/ann" }),
      "property roleArn value {arn:aws:iam::111122223333:user/ann}",
      "names an IAM user; expected the ARN of an IAM role, such as arn:",
    ],
    ["a key's ARN for the role's", binding({ roleArn: keyArn }), "property roleArn", "names a KMS key; expected"],
    ["a role's ARN for the key's", binding({ keyArn: roleArn }), "property keyArn", "names an IAM role; expected"],
    [
      "an alias ARN",
      binding({ keyArn: aliasArn }),
      `property keyArn value {${aliasArn}}`,
      "is the ARN of an alias, which can be pointed at another key; Pinecone needs the key's own ARN.",
      "aws kms describe-key --region us-east-1 --key-id alias/pinecone --query KeyMetadata.Arn",
    ],
    [
      "a key's ARN without region",
      binding({ keyArn: keyArn.replace("us-east-1", "") }),
      "keyArn",
      "expected an AWS region",
    ],
    [
      "an external ID that is no UUID",
      binding({ externalId: "abc" }),
      "externalId value {abc}",
      "expects a UUID of version 4, such",
    ],
    [
      "an external ID of another version",
      binding({ externalId: "3f1c2d9a-5b0e-1c7d-8a61-9e2b7f4d0c53" }),
      "property externalId",
      "is a UUID of version 1; Pinecone expects a UUID of version 4, such",
    ],
    [
      "an account number of eleven digits",
      binding({ pineconeAccountId: "12345678901" }),
      "property pineconeAccountId value {12345678901}",
      "has 11 digits; an AWS account ID has exactly 12 digits",
      "Manage > CMEK > Add CMEK",
    ],
  ])("%s", async (_what, program, ...told) => {
    const errors = await refusal(await cloud.stack(program), "preview");
    expect(errors).toHaveLength(1);
    for (const part of told) expect(errors[0]).toContain(part);
    expect(await cloud.pinecone.requests()).toEqual([]);
  });

  test("an unknown region", async () => {
    const [error, ...others] = await refusal(await cloud.stack(trustPolicy("us-east-9")), "preview");
    expect(error).toContain(`regions[0]: "us-east-9" is not an AWS region of Pinecone's; expected one of us-east-1,`);
    // The YAML host says on its own account that the output can't be had.
    expect(others).toEqual([expect.stringMatching(/registering output/)]);
  });

  test("an unknown property", async () => {
    const stack = await cloud.stack(async () => {
      new Untyped("pinecone-security:index:Project", "bad", {
        name: "search",
        forceEncryptionWithCMEK: true,
      });
    });
    const failed = await stack.preview().catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(OperationFailedError);
    const { message } = failed as OperationFailedError;
    expect(message.split("\n")).toHaveLength(1);
    expect(message).toContain(
      'property forceEncryptionWithCMEK value {true} has a problem: is no property of a Project. Did you mean "forceEncryptionWithCmek"?',
    );
  });
});

describe("all that is wrong is told at once", () => {
  test("of a resource", async () => {
    const wrong = { name: "", keyArn: aliasArn, externalId: "abc", pineconeAccountId: "12345678901" };
    const errors = await refusal(await cloud.stack(binding(wrong)), "preview");
    expect(errors.map((error) => /property (\w+)/.exec(error)?.[1]).sort()).toEqual(Object.keys(wrong).sort());
  });

  test("of a component, in a TypeScript program", async () => {
    const stack = await cloud.stack({ folder: "examples/cmek" }, { config: { pineconeAccountId: "12345678901" } });
    await stack.setConfig("regions[0]", "us-east-9", { path: true });
    const [error = "", ...others] = await refusal(stack, "preview");
    expect(others).toEqual([]);
    expect(error).toContain('CmekProject "search" can\'t be made from these arguments:');
    expect(error).toContain('pineconeAccountId: "12345678901" has 11 digits; an AWS account ID has exactly 12 digits');
    expect(error).toContain('trust.regions[0]: "us-east-9" is not an AWS region of Pinecone\'s; expected one of');
  });

  test("of the provider's configuration", async () => {
    const wrong = { binding: "apy", colour: "red", apiUrl: "pinecone", maxRetries: "many", apiVersion: "latest" };
    const config = Object.fromEntries(
      Object.entries(wrong).map(([name, value]) => [`pinecone-security:${name}`, value]),
    );
    const errors = await refusal(await cloud.stack(project({ name: "search" }), { config }), "preview");
    expect(errors.map((error) => /problem: (\w+):/.exec(error)?.[1]).sort()).toEqual(Object.keys(wrong).sort());
  });
});

describe("credentials and hosts", () => {
  test("that are missing are named when the provider is configured, and where they are found", async () => {
    const env = { PINECONE_CLIENT_ID: "", PINECONE_CLIENT_SECRET: "" };
    const errors = await refusal(await cloud.stack(project({ name: "search" }), { env }), "preview");
    expect(errors).toHaveLength(2);
    for (const [index, name] of ["clientId", "clientSecret"].entries()) {
      expect(errors[index]).toContain(
        `${name}: is missing. It belongs to a service account: Pinecone console, Settings`,
      );
    }
    expect(errors[0]).toContain("Set the environment variable PINECONE_CLIENT_ID, or run `pulumi config set");
  });

  // A preview that needs nothing sends nothing, so it can't know: the first request tells.
  test.each<[what: string, options: StackOptions & { readonly html?: true }, ...told: string[]]>([
    [
      "a wrong secret",
      { env: { PINECONE_CLIENT_SECRET: "not-the-secret" } },
      "did not accept the client ID and the client secret (401 access_denied",
      "Check pinecone-security:clientId and pinecone-security:clientSecret, or PINECONE_CLIENT_ID and PINECONE_CLIENT_SECRET",
    ],
    [
      "an unreachable host",
      {
        env: { PINECONE_TOKEN_URL: "http://127.0.0.1:9/oauth/token" },
        config: { "pinecone-security:maxRetries": "1" },
      },
      "did not get through to 127.0.0.1:9: nothing accepts connections there",
      "pinecone-security:tokenUrl",
    ],
    [
      "an unknown host",
      {
        env: { PINECONE_TOKEN_URL: "http://no-such-host.invalid/oauth/token" },
        config: { "pinecone-security:maxRetries": "0" },
      },
      "did not get through to no-such-host.invalid",
      "pinecone-security:tokenUrl",
    ],
    [
      "HTML instead of JSON",
      { html: true },
      "/oauth/token answered POST with 200 and text/html",
      "not with JSON of Pinecone's API. Check the URL, and whether a proxy answers in its place.",
      "pinecone-security:tokenUrl",
    ],
  ])(
    "%s is told in one message, by preview where it looks at Pinecone, else by up",
    async (_what, { html, ...options }, ...told) => {
      if (html) await cloud.pinecone.fault({ path: "/oauth/token", times: 2, effect: { kind: "garbage" } });
      const config = { ...apiBinding, ...options.config };
      for (const [program, ...command] of [
        [lookingUp, "preview"],
        [project({ name: "search" }), "up", "--yes", "--skip-preview"],
      ] as const) {
        const stack = await cloud.stack(program, { ...options, config });
        const errors = (await refusal(stack, ...command)).filter((error) => !error.startsWith("update failed"));
        expect(errors).toHaveLength(1);
        for (const part of told) expect(errors[0]).toContain(part);
        expect(errors[0]).not.toContain("not-the-secret");
      }
    },
  );
});
