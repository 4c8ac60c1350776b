import * as pulumi from "@pulumi/pulumi";
import * as iam from "@pulumi/aws/iam";
import { accountIdProblem, cmekTrustPolicy, customerKeysPolicy, customerKeyStatement, type Partition } from "../iam";
import { ExternalId } from "../sdk";
import { between, Checks, length } from "./checks";
import { checkTrust, type CmekTrustArgs, hasExternalId, PINECONE_ACCOUNT, trustOf } from "./cmekTrust";
import { orElse, policyText } from "./inputs";

/** What can be chosen about the IAM role itself. */
export interface CmekRoleOptions {
  /**
   * The role's name in IAM. A change makes a new role, and a bound key can't change its role: Pulumi refuses in preview.
   *
   * @default - the name in the program and a random suffix
   */
  readonly roleName?: pulumi.Input<string | undefined>;
  /**
   * The start of the role's name; AWS adds a unique rest.
   *
   * @default - none
   */
  readonly roleNamePrefix?: pulumi.Input<string | undefined>;
  /**
   * The role's path in IAM, with a slash at both ends.
   *
   * @default `/`
   */
  readonly path?: pulumi.Input<string | undefined>;
  /**
   * The role's description in IAM.
   *
   * @default - says what the role is for
   */
  readonly description?: pulumi.Input<string | undefined>;
  /**
   * The ARN of the policy that limits what the role can ever do. It has to allow `kms:Encrypt` and `kms:Decrypt`.
   *
   * @default - none
   */
  readonly permissionsBoundary?: pulumi.Input<string | undefined>;
  /**
   * How long a session of the role may last, in seconds: 3600 to 43200.
   *
   * @default 3600
   */
  readonly maxSessionDuration?: pulumi.Input<number | undefined>;
  /**
   * AWS accounts of your customers, of 12 digits each, whose KMS keys the role may use. Each customer adds
   * {@link CmekRole.customerKeyStatement} to the key's policy.
   *
   * @default - keys of your own account only
   */
  readonly customerAccountIds?: pulumi.Input<pulumi.Input<string>[]> | undefined;
}

/** The arguments of {@link CmekRole}. */
export interface CmekRoleArgs extends CmekRoleOptions {
  /**
   * Pinecone's AWS account, 12 digits. Read it in Pinecone's console: Manage > CMEK > Add CMEK. It is not published, so it has no
   * default.
   */
  readonly pineconeAccountId: pulumi.Input<string>;
  /** Whom the role lets in. */
  readonly trust: CmekTrustArgs;
  /**
   * The external ID that Pinecone must show: a UUID v4. Only for the variants that have one.
   *
   * @default - one is made and kept, where the variant has one
   */
  readonly externalId?: pulumi.Input<string | undefined>;
  /**
   * The AWS partition of the role: `aws`, `aws-us-gov` or `aws-cn`.
   *
   * @default aws
   */
  readonly partition?: pulumi.Input<Partition | undefined>;
  /**
   * Tags for everything that can have tags.
   *
   * @default - none
   */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/**
 * The IAM role that Pinecone assumes to use your KMS key.
 *
 * Children: the role `name`, the external ID `name-external-id`, the permissions for customers' keys `name-customer-keys`.
 */
export class CmekRole extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = "pinecone-security:components:CmekRole";

  /** The ARN of the role. */
  readonly arn: pulumi.Output<string>;
  /** The external ID, where the variant has one. Pinecone asks for it when the key is added. */
  readonly externalId: pulumi.Output<string | undefined>;
  /** The trust policy of the role, as JSON. */
  readonly trustPolicy: pulumi.Output<string>;
  /** The statement that a customer adds to the policy of a key of their own, as JSON. */
  readonly customerKeyStatement: pulumi.Output<string>;

  constructor(name: string, args: CmekRoleArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // First, so that nothing of a component that is refused gets into the stack.
    checksOf(args).refuse(CmekRole.__pulumiType, name);
    super(CmekRole.__pulumiType, name, {}, opts);

    this.externalId = hasExternalId(args.trust)
      ? pulumi.output(args.externalId ?? new ExternalId(`${name}-external-id`, {}, { parent: this }).value)
      : pulumi.output(undefined);
    const role = new iam.Role(name, roleArgs(name, args, this.externalId), { parent: this });
    if (args.customerAccountIds !== undefined) {
      const policy = customerKeysPolicyOf(name, args);
      new iam.RolePolicy(`${name}-customer-keys`, { role: role.name, policy }, { parent: this });
    }

    this.arn = role.arn;
    this.trustPolicy = role.assumeRolePolicy;
    this.customerKeyStatement = role.arn.apply((roleArn) => JSON.stringify(customerKeyStatement({ roleArn })));
    this.registerOutputs({
      arn: this.arn,
      externalId: this.externalId,
      trustPolicy: this.trustPolicy,
      customerKeyStatement: this.customerKeyStatement,
    });
  }
}

function roleArgs(name: string, args: CmekRoleArgs, externalId: pulumi.Output<string | undefined>): iam.RoleArgs {
  const { trust } = args;
  const assumeRolePolicy = pulumi
    .all([args.pineconeAccountId, orElse<Partition>(args.partition, "aws"), trust.regions, externalId])
    .apply(([pineconeAccountId, partition, regions, knownId]) =>
      policyText(CmekRole.__pulumiType, name, () =>
        cmekTrustPolicy(trustOf(trust.variant, { pineconeAccountId, partition, regions, externalId: knownId })),
      ),
    );
  return {
    name: args.roleName,
    namePrefix: args.roleNamePrefix,
    path: args.path,
    description: orElse(args.description, "Pinecone assumes it to encrypt and decrypt with a customer-managed key."),
    permissionsBoundary: args.permissionsBoundary,
    maxSessionDuration: args.maxSessionDuration,
    assumeRolePolicy,
    tags: args.tags,
  };
}

function customerKeysPolicyOf(name: string, args: CmekRoleArgs): pulumi.Output<string> {
  return pulumi
    .all([args.customerAccountIds, orElse<Partition>(args.partition, "aws")])
    .apply(([accountIds = [], partition]) =>
      policyText(CmekRole.__pulumiType, name, () => customerKeysPolicy({ accountIds, partition })),
    );
}

/** What is wrong with the arguments. */
function checksOf(args: CmekRoleArgs): Checks {
  const checks = new Checks();
  checks.required(args, "trust", "It says whom the role lets in.");
  checks.required(args, "pineconeAccountId", PINECONE_ACCOUNT);
  checkTrust(checks, args);
  checkRoleOptions(checks, args);
  return checks;
}

/** @internal Notes what is wrong with the options of a role. */
export function checkRoleOptions(checks: Checks, options: CmekRoleOptions): void {
  checks.exclusive(options, "roleName", "roleNamePrefix", "each says what the role is called.");
  checks.text("roleName", options.roleName, length(1, 64, "IAM"));
  checks.text("roleNamePrefix", options.roleNamePrefix, length(1, 38, "IAM"));
  checks.text("path", options.path, pathProblem);
  checks.number("maxSessionDuration", options.maxSessionDuration, between(3600, 43_200, "seconds", "IAM"));
  checks.texts("customerAccountIds", options.customerAccountIds, accountIdProblem);
  if (Array.isArray(options.customerAccountIds) && options.customerAccountIds.length === 0) {
    checks.note(
      "customerAccountIds",
      "is empty: expected at least one account ID. Leave it out for keys of your own account only.",
    );
  }
}

function pathProblem(path: string): string | undefined {
  if (/^\/([\x21-\x7e]{1,510}\/)?$/.test(path)) return undefined;
  return `${JSON.stringify(path)} is not a path: IAM's begin and end with a slash and have at most 512 characters, such as "/pinecone/".`;
}
