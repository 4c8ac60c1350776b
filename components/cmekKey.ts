import * as pulumi from "@pulumi/pulumi";
import { getCallerIdentityOutput } from "@pulumi/aws/getCallerIdentity";
import * as kms from "@pulumi/aws/kms";
import { cmekKeyPolicy, type Partition, partitionProblem, roleArnProblem, type Statement } from "../iam";
import { between, Checks } from "./checks";
import { orElse, policyText } from "./inputs";

const DESCRIPTION = "Encrypts the indexes of a Pinecone project.";

const DELETION_WINDOW_IN_DAYS = 30;

/** What can be chosen about the KMS key itself. */
export interface CmekKeyOptions {
  /**
   * The key's alias, with `alias/` before it. Two stacks in one account and Region need two.
   *
   * @default - `alias/` and the name in the program
   */
  readonly alias?: pulumi.Input<string | undefined>;
  /**
   * The key's description in KMS.
   *
   * @default - says what the key is for
   */
  readonly description?: pulumi.Input<string | undefined>;
  /**
   * ARNs of the roles and users that administer the key. The policy does not let them encrypt or decrypt with it, but they may change
   * the policy.
   *
   * @default - only who has permissions on KMS through IAM, since the account itself stays in charge of its key
   */
  readonly administrators?: pulumi.Input<pulumi.Input<string>[] | undefined>;
  /**
   * Statements to add to the key policy. AWS's check that the policy does not lock you out is never bypassed.
   *
   * @default - none
   */
  readonly extraStatements?: pulumi.Input<pulumi.Input<Statement>[] | undefined>;
  /**
   * Whether AWS makes new key material regularly. The key's ARN stays, and Pinecone refers to the ARN only.
   *
   * @default true
   */
  readonly enableKeyRotation?: pulumi.Input<boolean | undefined>;
  /**
   * The days between two rotations: 90 to 2560.
   *
   * @default 365
   */
  readonly rotationPeriodInDays?: pulumi.Input<number | undefined>;
  /**
   * The days between the key's deletion and the loss of all that it encrypted: 7 to 30.
   *
   * @default 30
   */
  readonly deletionWindowInDays?: pulumi.Input<number | undefined>;
  /**
   * Whether the key can have replicas in other Regions. AWS can't change it later: a change makes a new key, and a bound key can't be
   * exchanged, so Pulumi refuses in preview.
   *
   * @default - true when there are `replicaRegions`
   */
  readonly multiRegion?: boolean | undefined;
  /**
   * AWS Regions to replicate the key to, each under the same key policy. Pinecone takes one key ARN per project, so the replicas save
   * the key from the loss of a Region; Pinecone says that its support helps to switch to one. Decide on replicas (or on `multiRegion`)
   * before the key is bound: a key that is not multi-Region never becomes so.
   *
   * @default - none
   */
  readonly replicaRegions?: readonly string[] | undefined;
}

/** The arguments of {@link CmekKey}. */
export interface CmekKeyArgs extends CmekKeyOptions {
  /** The ARN of the role that Pinecone assumes. It becomes a user of the key. */
  readonly roleArn: pulumi.Input<string>;
  /**
   * The AWS partition of the key: `aws`, `aws-us-gov` or `aws-cn`.
   *
   * @default - the role's
   */
  readonly partition?: pulumi.Input<Partition | undefined>;
  /**
   * Tags for everything that can have tags.
   *
   * @default - none
   */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
  /**
   * Whether the key and its replicas stay in AWS when they leave the stack, since without them nobody can read what they encrypted.
   * `false` lifts that, after a `pulumi up`: they are then scheduled for deletion.
   *
   * @default true
   */
  readonly protect?: boolean | undefined;
}

/**
 * A KMS key as Pinecone takes it: symmetric, for encryption and decryption, with key material of KMS.
 *
 * Its key policy leaves the account in charge and makes the role a user of the key. The role's statements have the principal `*`, and
 * conditions on `aws:PrincipalArn` and `kms:CallerAccount` that only the role fulfils: a role named as principal would be stored by its
 * internal ID, and one made again under the same name would be shut out. AWS's check that a policy does not lock the account out is never
 * bypassed.
 *
 * Children: the key `name`, its alias `name-alias`, its replicas `name-replica-<region>`.
 */
export class CmekKey extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = "pinecone-security:components:CmekKey";

  /** The ARN of the key, which Pinecone is given. */
  readonly arn: pulumi.Output<string>;
  /** The name of the alias. */
  readonly alias: pulumi.Output<string>;
  /** The key policy, as JSON. */
  readonly policy: pulumi.Output<string>;
  /** The ARNs of the replicas by Region. */
  readonly replicaArns: pulumi.Output<Record<string, string>>;

  constructor(name: string, args: CmekKeyArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // First, so that nothing of a component that is refused gets into the stack.
    checksOf(name, args).refuse(CmekKey.__pulumiType, name);
    super(CmekKey.__pulumiType, name, {}, opts);

    const policy = keyPolicy(name, args, this);
    const retained = { parent: this, ...(args.protect === false ? {} : { retainOnDelete: true }) };
    const key = new kms.Key(name, keyArgs(args, policy), retained);
    const aliasName = orElse(args.alias, aliasOf(name));
    const alias = new kms.Alias(`${name}-alias`, { name: aliasName, targetKeyId: key.keyId }, { parent: this });
    const replicas = (args.replicaRegions ?? []).map((region) => {
      const replica = new kms.ReplicaKey(`${name}-replica-${region}`, replicaArgs(args, key, policy, region), retained);
      return [region, replica.arn] as const;
    });

    this.arn = key.arn;
    this.alias = alias.name;
    this.policy = key.policy;
    this.replicaArns = pulumi.output(Object.fromEntries(replicas));
    this.registerOutputs({ arn: this.arn, alias: this.alias, policy: this.policy, replicaArns: this.replicaArns });
  }
}

/** It belongs to the account that the AWS provider works in. */
function keyPolicy(name: string, args: CmekKeyArgs, parent: pulumi.Resource): pulumi.Output<string> {
  const { accountId } = getCallerIdentityOutput({}, { parent });
  const { roleArn, administrators, extraStatements, partition } = args;
  return pulumi
    .all([accountId, roleArn, administrators, extraStatements, partition])
    .apply(([owner, role, knownAdministrators, statements, knownPartition]) =>
      policyText(CmekKey.__pulumiType, name, () =>
        cmekKeyPolicy({
          accountId: owner,
          roleArn: role,
          administrators: knownAdministrators,
          extraStatements: statements,
          partition: knownPartition,
        }),
      ),
    );
}

function keyArgs(args: CmekKeyArgs, policy: pulumi.Output<string>): kms.KeyArgs {
  return {
    description: orElse(args.description, DESCRIPTION),
    policy,
    enableKeyRotation: orElse(args.enableKeyRotation, true),
    rotationPeriodInDays: args.rotationPeriodInDays,
    deletionWindowInDays: orElse(args.deletionWindowInDays, DELETION_WINDOW_IN_DAYS),
    multiRegion: args.multiRegion ?? (args.replicaRegions ?? []).length > 0,
    tags: args.tags,
  };
}

function replicaArgs(
  args: CmekKeyArgs,
  key: kms.Key,
  policy: pulumi.Output<string>,
  region: string,
): kms.ReplicaKeyArgs {
  return {
    primaryKeyArn: key.arn,
    region,
    policy,
    description: orElse(args.description, DESCRIPTION),
    deletionWindowInDays: orElse(args.deletionWindowInDays, DELETION_WINDOW_IN_DAYS),
    tags: args.tags,
  };
}

/** What is wrong with the arguments. */
function checksOf(name: string, args: CmekKeyArgs): Checks {
  const checks = new Checks();
  checks.text("roleArn", args.roleArn, roleArnProblem);
  checks.text("partition", args.partition, partitionProblem);
  checkKeyOptions(checks, args, aliasOf(name));
  return checks;
}

/** @internal The alias of a key that is given none. */
export function aliasOf(name: string): string {
  return `alias/${name}`;
}

/** @internal Notes what is wrong with the options of a key. `alias`: the one it has by default. */
export function checkKeyOptions(checks: Checks, options: CmekKeyOptions, alias: string): void {
  checks.text("alias", options.alias ?? alias, aliasProblem);
  checks.number("rotationPeriodInDays", options.rotationPeriodInDays, between(90, 2560, "days", "KMS"));
  checks.number("deletionWindowInDays", options.deletionWindowInDays, between(7, 30, "days", "KMS"));
  if (options.enableKeyRotation === false && options.rotationPeriodInDays !== undefined) {
    checks.note("rotationPeriodInDays", "is given, but enableKeyRotation is false. Leave one of them out.");
  }
  const regions = options.replicaRegions ?? [];
  if (options.multiRegion === false && regions.length > 0) {
    const why = "KMS replicates multi-Region keys only";
    checks.note("multiRegion", `is false, but there are replicaRegions, and ${why}. Leave one of them out.`);
  }
  const twice = regions.find((region, index) => regions.indexOf(region) !== index);
  if (twice !== undefined) checks.note("replicaRegions", `has ${JSON.stringify(twice)} twice. Give each Region once.`);
}

function aliasProblem(alias: string): string | undefined {
  if (alias.startsWith("alias/aws/"))
    return `${JSON.stringify(alias)} begins with "alias/aws/", which AWS keeps for its own keys. Choose another one.`;
  if (/^alias\/[\w/-]{1,250}$/.test(alias)) return undefined;
  return `${JSON.stringify(alias)} is not an alias: KMS's begin with "alias/", then letters, digits, "/", "_" and "-", such as "alias/pinecone".`;
}
