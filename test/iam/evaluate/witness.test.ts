import { runSimulation } from "@cloud-copilot/iam-simulate";
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Decision } from "../../../iam";
import { evaluateKeyPolicy, evaluatePermissions, evaluateTrust } from "../../../iam";
import type { Context } from "../../../iam/evaluate/context";
import { keyContext } from "../../../iam/evaluate/keyPolicy";
import { parseRequestPrincipal } from "../../../iam/evaluate/principals";
import { trustContext } from "../../../iam/evaluate/trust";
import * as gen from "./arbitraries";

const ALLOW_ALL = JSON.stringify({ Version: "2012-10-17", Statement: { Effect: "Allow", Action: "*", Resource: "*" } });
const RUNS = 1500;

function principal(arn: string) {
  const parsed = parseRequestPrincipal(arn);
  if (typeof parsed === "string") throw new Error(parsed);
  return parsed;
}

/** The condition keys as the simulator takes them: it takes a key that is not there for absent. */
function contextVariables(context: Context): Record<string, string | string[]> {
  return Object.fromEntries(
    gen.KEYS.flatMap((key) => {
      const value = context.get(key);
      if (value === undefined || value === null) return [];
      return [[key, typeof value === "string" ? value : [...value]] as const];
    }),
  );
}

interface Simulated {
  readonly principalArn: string;
  readonly action: string;
  readonly resource: string;
  readonly context: Context;
  readonly identityPolicies: readonly string[];
  readonly resourcePolicy: string;
}

async function simulate(simulated: Simulated): Promise<"allowed" | "denied"> {
  const { principalArn, action, resource, context, identityPolicies, resourcePolicy } = simulated;
  const result = await runSimulation(
    {
      request: {
        principal: principalArn,
        action,
        resource: { resource, accountId: resource.split(":")[4] ?? "" },
        contextVariables: contextVariables(context),
      },
      identityPolicies: identityPolicies.map((policy, index) => ({
        name: `p${index}`,
        policy: JSON.parse(policy) as unknown,
      })),
      serviceControlPolicies: [],
      resourceControlPolicies: [],
      resourcePolicy: JSON.parse(resourcePolicy) as unknown,
    },
    {},
  );
  if (result.resultType === "error") throw new Error(JSON.stringify(result.errors));
  return result.overallResult === "Allowed" ? "allowed" : "denied";
}

/** Compares on generated inputs, and asks that enough of each answer occurred for the comparison to mean something. */
async function agree<Input>(
  inputs: fc.Arbitrary<Input>,
  ours: (input: Input) => Decision,
  simulated: (input: Input) => Promise<string>,
): Promise<void> {
  const seen = { allowed: 0, denied: 0, undecided: 0 };
  await fc.assert(
    fc.asyncProperty(inputs, async (input) => {
      const { decision, reasons } = ours(input);
      seen[decision] += 1;
      expect(reasons.length).toBeGreaterThan(0);
      if (decision !== "undecided")
        expect({ decision, reasons }).toEqual({ decision: await simulated(input), reasons });
    }),
    { numRuns: RUNS },
  );
  const share = (decision: keyof typeof seen): number => seen[decision] / RUNS;
  expect(share("allowed")).toBeGreaterThan(0.1);
  expect(share("denied")).toBeGreaterThan(0.1);
  expect(share("undecided")).toBeGreaterThan(0.01);
}

describe("whatever is decided, an independent simulator decides alike", () => {
  test("about trust policies, across accounts and within one", async () => {
    await agree(
      fc.record({
        policy: gen.trustPolicies,
        externalId: fc.constantFrom(undefined, gen.EXTERNAL_ID),
        identityAllows: fc.constantFrom(undefined, true, false),
        account: fc.constantFrom("444455556666", "111122223333"),
      }),
      ({ policy, account, ...request }) => evaluateTrust(policy, { ...request, ...trustRequest(account) }),
      ({ policy, account, ...request }) =>
        simulate({
          principalArn: gen.PINECONE,
          action: "sts:AssumeRole",
          resource: trustRequest(account).roleArn,
          context: trustContext(principal(gen.PINECONE), { ...request, ...trustRequest(account) }),
          // Left open, it stands for a principal that may do what the trust policy says.
          identityPolicies: request.identityAllows === false ? [] : [ALLOW_ALL],
          resourcePolicy: policy,
        }),
    );
  });

  test("about key policies together with the role's own, across accounts and within one", async () => {
    await agree(
      fc.record({
        policy: gen.keyPolicies,
        action: fc.constantFrom("kms:Decrypt", "kms:Encrypt"),
        keyArn: fc.constantFrom(gen.KEY, gen.KEY, gen.FOREIGN_KEY),
        identityPolicies: fc.array(fc.oneof(gen.permissionsPolicies, fc.constant(ALLOW_ALL)), { maxLength: 2 }),
      }),
      ({ policy, ...request }) =>
        evaluateKeyPolicy(policy, { ...request, principalArn: gen.ROLE, context: gen.FURTHER_CONTEXT }),
      ({ policy, action, keyArn, identityPolicies }) =>
        simulate({
          principalArn: gen.ROLE,
          action,
          resource: keyArn,
          context: keyContext(principal(gen.ROLE), {
            principalArn: gen.ROLE,
            action,
            keyArn,
            context: gen.FURTHER_CONTEXT,
          }),
          identityPolicies,
          resourcePolicy: policy,
        }),
    );
  });

  test("about the policy of a key whose ARN is not known as about that of any key of its account", () => {
    fc.assert(
      fc.property(
        gen.keyPolicies,
        fc.constantFrom("kms:Decrypt", "kms:Encrypt"),
        fc.constantFrom(gen.KEY, gen.FOREIGN_KEY),
        fc.option(fc.array(gen.permissionsPolicies, { maxLength: 1 }), { nil: undefined }),
        (policy, action, keyArn, identityPolicies) => {
          const owned = ownedBy(keyArn.split(":")[4] ?? "", policy);
          const request = { principalArn: gen.ROLE, action, identityPolicies, context: gen.FURTHER_CONTEXT };
          const { decision } = evaluateKeyPolicy(owned, request);
          if (decision !== "undecided")
            expect(evaluateKeyPolicy(owned, { ...request, keyArn }).decision).toBe(decision);
        },
      ),
      { numRuns: RUNS },
    );
  });

  test("about permissions policies", async () => {
    const context = { ...gen.FURTHER_CONTEXT, "kms:CallerAccount": "444455556666", "sts:ExternalId": null };
    const request = { principalArn: gen.ROLE, action: "kms:Decrypt", context };
    // A key policy that lets in whoever the other account's policies let in leaves the decision to the permissions policies.
    const resourcePolicy = JSON.stringify({
      Version: "2012-10-17",
      Statement: { Effect: "Allow", Principal: { AWS: "arn:aws:iam::444455556666:root" }, Action: "*", Resource: "*" },
    });
    await agree(
      fc.array(gen.permissionsPolicies, { minLength: 1, maxLength: 2 }),
      (policies) => evaluatePermissions(policies, { ...request, resourceArn: gen.KEY }),
      (identityPolicies) =>
        simulate({
          ...request,
          resource: gen.KEY,
          context: keyContext(principal(gen.ROLE), request),
          identityPolicies,
          resourcePolicy,
        }),
    );
  });
});

function trustRequest(account: string) {
  return {
    principalArn: gen.PINECONE,
    roleArn: `arn:aws:iam::${account}:role/team/cmek`,
    context: { ...gen.FURTHER_CONTEXT, "kms:CallerAccount": null },
  };
}

/** The policy with the statement that leaves the key's account in charge, without which KMS would hardly take it. */
function ownedBy(account: string, policy: string): string {
  const document = JSON.parse(policy) as { Statement: object[] };
  const inCharge = { Effect: "Allow", Principal: { AWS: account }, Action: "kms:PutKeyPolicy", Resource: "*" };
  return JSON.stringify({ ...document, Statement: [inCharge, ...document.Statement] });
}
