import { describe, expect, test } from "vitest";
import { awsPlugin } from "../../../local/aws/plugin";
import { Secret, UNKNOWN, type Invoked, type PropertyMap, type Provider, type Value } from "../../../provider/rpc";
import { useCloud } from "./cloud";
import { ACCOUNT, configuredPlugin, Driven, newContext, policy, REGION } from "./support";

const ROLE = "aws:iam/role:Role";
const TRUST = policy(`arn:aws:iam::${ACCOUNT}:root`, "sts:AssumeRole");
const OTHER_ACCOUNT = "210987654321";

const cloud = useCloud();

async function invoke(plugin: Provider, name: string, args: PropertyMap = {}): Promise<Invoked> {
  const token = `aws:index/${name}:${name}`;
  const answer = await plugin.functions[token]?.invoke({ ...newContext(), token, args });
  if (answer === undefined) throw new Error(`no function ${token}`);
  return answer;
}

describe("the configuration", () => {
  const environment = { AWS_ENDPOINT_URL: "http://127.0.0.1:1", AWS_ACCESS_KEY_ID: "a", AWS_SECRET_ACCESS_KEY: "s" };
  const reasons = async (news: PropertyMap, variables: NodeJS.ProcessEnv = environment): Promise<string[]> => {
    const { failures } = await awsPlugin(variables).checkConfig({ ...newContext(), news });
    return failures.map(({ property, reason }) => `${property}: ${reason}`);
  };

  test("of nothing says all that is missing and where to give it", async () => {
    expect(await reasons({}, {})).toEqual([
      expect.stringMatching(
        /^region: No AWS region is set: run "pulumi config set aws:region us-east-1" or set AWS_REGION/,
      ),
      expect.stringMatching(
        /^endpoints: .* no endpoint for ec2, iam, kms, route53, sts: set AWS_ENDPOINT_URL .*use the real @pulumi\/aws plugin/,
      ),
      expect.stringMatching(
        /^accessKey: There are no AWS credentials: set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY/,
      ),
    ]);
  });

  test("from the environment alone is enough", async () => {
    expect(await reasons({}, { ...environment, AWS_REGION: REGION })).toEqual([]);
  });

  test("accepts the skip flags and a region that is not known yet", async () => {
    const news = { region: UNKNOWN, skipCredentialsValidation: "true", skipRequestingAccountId: "true" };
    expect(await reasons(news)).toEqual([]);
  });

  test.each([
    [{ profile: "production" }, /^profile: .*does not support "profile": give the credentials in AWS_ACCESS_KEY_ID/],
    [{ allowedAccountIds: '["1"]' }, /^allowedAccountIds: .*does not support/],
    [{ assumeRoles: '[{"roleArn":"admin"}]' }, /^assumeRoles: "admin" is not the ARN of an IAM role/],
    [{ assumeRoles: "[{" }, /^assumeRoles: The value of "assumeRoles" is not JSON/],
    [{ endpoints: '[{"kms":"localhost"}]' }, /^endpoints: The endpoint of kms, "localhost", is no URL/],
    [{ defaultTags: '{"tags":{"a":1}}' }, /^defaultTags: The default tag "a" is 1, and must be a text/],
    [
      { assumeRoles: `[{"roleArn":"arn:aws:iam::${ACCOUNT}:role/r","duration":"an hour"}]` },
      /^assumeRoles: The duration "an hour" can't be read/,
    ],
  ])("%j is refused", async (news, message) => {
    expect(await reasons({ region: REGION, ...news })).toEqual([expect.stringMatching(message)]);
  });

  test("that can't be used is refused in one message without the secret", async () => {
    const inputs = { secretKey: new Secret("hush"), profile: "p" };
    const configure = async (): Promise<void> => awsPlugin({}).configure({ ...newContext(), inputs });
    const failure = await configure().catch(String);
    expect(failure).toContain("does not support");
    expect(failure).toContain("There are no AWS credentials");
    expect(failure).not.toContain("hush");
  });

  test("endpoints of one service go before the environment's", async () => {
    const endpoints = JSON.stringify([{ sts: cloud.endpoint }]);
    const plugin = await configuredPlugin("http://127.0.0.1:1", { endpoints });
    expect((await invoke(plugin, "getCallerIdentity")).result["accountId"]).toBe(ACCOUNT);
  });
});

describe("assumed roles", () => {
  const roleArn = `arn:aws:iam::${OTHER_ACCOUNT}:role/deployer`;

  test("lead into the account of the last one", async () => {
    const plugin = await configuredPlugin(cloud.endpoint, {
      assumeRoles: JSON.stringify([{ roleArn, sessionName: "customer", duration: "1h" }]),
    });
    expect((await invoke(plugin, "getCallerIdentity")).result).toMatchObject({
      accountId: OTHER_ACCOUNT,
      arn: `arn:aws:sts::${OTHER_ACCOUNT}:assumed-role/deployer/customer`,
    });
    const made = await new Driven(plugin, ROLE, "theirs").create({ assumeRolePolicy: TRUST, name: "theirs" });
    expect(made.outputs["arn"]).toBe(`arn:aws:iam::${OTHER_ACCOUNT}:role/theirs`);
    await expect(cloud.iam.getRole({ RoleName: "theirs" })).rejects.toThrow(/not found/);
  });

  test("are given one after the other", async () => {
    const third = "arn:aws:iam::333333333333:role/inner";
    const assumeRoles = JSON.stringify([{ roleArn }, { roleArn: third }]);
    const plugin = await configuredPlugin(cloud.endpoint, { assumeRoles });
    expect((await invoke(plugin, "getCallerIdentity")).result["accountId"]).toBe("333333333333");
  });

  test("that can't be assumed are named", async () => {
    const plugin = await configuredPlugin("http://127.0.0.1:1", { assumeRoles: JSON.stringify([{ roleArn }]) });
    await expect(invoke(plugin, "getCallerIdentity")).rejects.toThrow(
      `Could not assume the role ${roleArn} given in the provider's assumeRoles: no connection to the AWS endpoint`,
    );
  });
});

describe("default tags", () => {
  const defaultTags = JSON.stringify({ tags: { team: "search", stage: "test" } });

  test("are put on each resource under its own, and shown in tagsAll only", async () => {
    const plugin = await configuredPlugin(cloud.endpoint, { defaultTags });
    const driven = new Driven(plugin, ROLE, "tagged");
    const news = { assumeRolePolicy: TRUST, name: "tagged", tags: { stage: "prod", own: "1" } };
    expect((await driven.preview(news)).outputs["tagsAll"]).toEqual({ team: "search", stage: "prod", own: "1" });
    const made = await driven.create(news);
    expect(made.outputs).toMatchObject({
      tags: { stage: "prod", own: "1" },
      tagsAll: { team: "search", stage: "prod", own: "1" },
    });
    expect(await driven.changes((await driven.refresh(made)) ?? made, news)).toEqual([]);
  });

  test("that change are a change of tagsAll of each resource", async () => {
    const before = new Driven(await configuredPlugin(cloud.endpoint, { defaultTags }), ROLE, "retagged");
    const news = { assumeRolePolicy: TRUST, name: "retagged" };
    const made = await before.create(news);
    const after = new Driven(cloud.plugin, ROLE, "retagged");
    expect(await after.changes(made, news)).toEqual(["tagsAll"]);
    expect((await after.update(made, news)).outputs["tagsAll"]).toEqual({});
  });
});

describe("the functions", () => {
  test("getCallerIdentity tells who calls", async () => {
    const plugin = cloud.plugin;
    const { result } = await invoke(plugin, "getCallerIdentity");
    expect(result).toMatchObject({ accountId: ACCOUNT, id: ACCOUNT, arn: expect.stringContaining(ACCOUNT) as Value });
  });

  test("getRegion tells the provider's region, or the one asked for", async () => {
    const plugin = cloud.plugin;
    const region = { id: REGION, name: REGION, region: REGION, description: "US East (N. Virginia)" };
    expect((await invoke(plugin, "getRegion")).result).toEqual({ ...region, endpoint: "ec2.us-east-1.amazonaws.com" });
    const { result } = await invoke(plugin, "getRegion", { region: "eu-west-1" });
    expect(result).toMatchObject({ region: "eu-west-1", description: "Europe (Ireland)" });
  });

  test.each([
    ["us-east-1", { partition: "aws", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
    ["us-gov-west-1", { partition: "aws-us-gov", dnsSuffix: "amazonaws.com", reverseDnsPrefix: "com.amazonaws" }],
    ["cn-north-1", { partition: "aws-cn", dnsSuffix: "amazonaws.com.cn", reverseDnsPrefix: "cn.com.amazonaws" }],
  ])("getPartition in %s", async (region, expected) => {
    const plugin = await configuredPlugin(cloud.endpoint, { region });
    expect((await invoke(plugin, "getPartition")).result).toEqual({ ...expected, id: expected.partition });
  });

  test("refuse an argument they do not have", async () => {
    const { failures } = await invoke(cloud.plugin, "getRegion", { zone: "a" });
    expect(failures.map(({ property }) => property)).toEqual(["zone"]);
  });
});

describe("failures", () => {
  test("an endpoint where nobody listens is named as such", async () => {
    const driven = new Driven(await configuredPlugin("http://127.0.0.1:1"), ROLE, "nowhere");
    await expect(driven.create({ assumeRolePolicy: TRUST, name: "nowhere" })).rejects.toThrow(
      /^Could not create the IAM role "nowhere": no connection to the AWS endpoint .*Is moto running there\?/,
    );
  });

  test("a secret input stays secret in the outputs", async () => {
    const driven = new Driven(cloud.plugin, ROLE, "discreet");
    const made = await driven.create({ assumeRolePolicy: TRUST, name: "discreet", description: new Secret("hush") });
    expect(made.outputs["description"]).toBeInstanceOf(Secret);
    const read = await driven.refresh(made);
    expect(read?.outputs["description"]).toBeInstanceOf(Secret);
    expect(read?.inputs["description"]).toBeInstanceOf(Secret);
  });
});
