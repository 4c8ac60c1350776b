import * as pulumi from "@pulumi/pulumi";
import { customerKeyStatement, keyArnProblem, roleArnProblem } from "../iam";
import { ApiKey, CmekBinding, Project } from "../sdk";
import { Checks, length } from "./checks";
import { aliasOf, checkKeyOptions, CmekKey } from "./cmekKey";
import type { BroughtKey, BroughtRole, CmekProjectArgs, MadeKey, MadeProject, MadeRole } from "./cmekProjectArgs";
import { checkRoleOptions, CmekRole } from "./cmekRole";
import { checkTrust, PINECONE_ACCOUNT } from "./cmekTrust";
import { orElse } from "./inputs";

/**
 * A Pinecone project whose indexes are encrypted with a KMS key of yours: role, key, project, and the key bound to it.
 *
 * Children: the project `name`, the {@link CmekRole} `name-role`, the {@link CmekKey} `name-key`, the {@link CmekBinding}
 * `name-binding`, and an {@link ApiKey} `name-api-key-<key>` for each of `apiKeys`.
 */
export class CmekProject extends pulumi.ComponentResource {
  /** @internal */
  static readonly __pulumiType = "pinecone-security:components:CmekProject";

  /** The project's ID. It resolves once the key is bound, so nothing that needs it can be made before. */
  readonly projectId: pulumi.Output<string>;
  /** The ARN of the role that Pinecone assumes. */
  readonly roleArn: pulumi.Output<string>;
  /** The ARN of the KMS key. */
  readonly keyArn: pulumi.Output<string>;
  /** The external ID, if there is one. */
  readonly externalId: pulumi.Output<string | undefined>;
  /** The statement that a customer adds to the policy of a key of their own, as JSON. */
  readonly customerKeyStatement: pulumi.Output<string>;
  /** How the bound key fares. */
  readonly status: CmekBinding["status"];
  /** The values of the API keys by name. Secret. A key that was imported has none. */
  readonly apiKeyValues: pulumi.Output<Record<string, string | undefined>>;

  constructor(name: string, args: CmekProjectArgs, opts: pulumi.ComponentResourceOptions = {}) {
    // First, so that nothing of a component that is refused gets into the stack.
    checksOf(name, args).refuse(CmekProject.__pulumiType, name);
    super(CmekProject.__pulumiType, name, {}, opts);

    const child = { parent: this };
    const guarded = args.protect === false ? child : { ...child, protect: true };
    const role = args.roleArn === undefined ? makeRole(name, args, child) : broughtRole(args);
    const key = args.keyArn === undefined ? makeKey(name, args, role.arn, child) : broughtKey(args);
    const projectId = args.projectId ?? makeProject(name, args, guarded).id;
    const bindingArgs = {
      projectId,
      name: orElse(args.keyName, name),
      roleArn: role.arn,
      keyArn: key.arn,
      externalId: role.externalId,
      trustPolicy: role.trustPolicy,
      keyPolicy: key.policy,
      pineconeAccountId: args.pineconeAccountId,
    };
    // The role's permissions have to be there before Pinecone tries the key, and after it has let go of it.
    const dependsOn = [role, key].filter((part) => part instanceof pulumi.ComponentResource);
    const binding = new CmekBinding(`${name}-binding`, bindingArgs, { ...guarded, dependsOn });

    this.projectId = binding.projectId;
    this.roleArn = binding.roleArn;
    this.keyArn = binding.keyArn;
    this.externalId = binding.externalId;
    this.status = binding.status;
    this.customerKeyStatement = binding.roleArn.apply((arn) => JSON.stringify(customerKeyStatement({ roleArn: arn })));
    this.apiKeyValues = makeApiKeys(name, args.apiKeys ?? {}, binding.projectId, child);
    this.registerOutputs({
      projectId: this.projectId,
      roleArn: this.roleArn,
      keyArn: this.keyArn,
      externalId: this.externalId,
      status: this.status,
      customerKeyStatement: this.customerKeyStatement,
      apiKeyValues: this.apiKeyValues,
    });
  }
}

/** The arguments, once it is known which of the two a part is. */
type With<T> = T & CmekProjectArgs;

function makeRole(name: string, args: With<MadeRole>, opts: pulumi.ComponentResourceOptions): CmekRole {
  const { pineconeAccountId, trust, externalId, partition, tags } = args;
  return new CmekRole(`${name}-role`, { ...args.role, pineconeAccountId, trust, externalId, partition, tags }, opts);
}

function broughtRole({ roleArn, externalId, trustPolicy }: With<BroughtRole>) {
  return { arn: pulumi.output(roleArn), externalId, trustPolicy };
}

function makeKey(
  name: string,
  args: With<MadeKey>,
  roleArn: pulumi.Output<string>,
  opts: pulumi.ComponentResourceOptions,
): CmekKey {
  const { partition, tags, protect } = args;
  const alias = orElse(args.key?.alias, aliasOf(name));
  return new CmekKey(`${name}-key`, { ...args.key, alias, roleArn, partition, tags, protect }, opts);
}

function broughtKey({ keyArn, keyPolicy }: With<BroughtKey>) {
  return { arn: pulumi.output(keyArn), policy: keyPolicy };
}

function makeProject(name: string, { project }: With<MadeProject>, opts: pulumi.CustomResourceOptions): Project {
  const args = { name: orElse(project?.name, name), maxPods: project?.maxPods, forceEncryptionWithCmek: true };
  return new Project(name, args, opts);
}

/** From the binding's project ID on, so that no API key exists before the key is bound. */
function makeApiKeys(
  name: string,
  apiKeys: NonNullable<CmekProjectArgs["apiKeys"]>,
  projectId: pulumi.Output<string>,
  opts: pulumi.CustomResourceOptions,
): CmekProject["apiKeyValues"] {
  const values = Object.entries(apiKeys).map(([keyName, roles]) => {
    const apiKey = new ApiKey(`${name}-api-key-${keyName}`, { projectId, name: keyName, roles }, opts);
    return [keyName, apiKey.value] as const;
  });
  return pulumi.secret(Object.fromEntries(values));
}

/** What is wrong with the arguments, those of the parts included. */
function checksOf(name: string, args: CmekProjectArgs): Checks {
  const checks = new Checks();
  const brought = "a part is either made or brought.";
  for (const option of ["role", "trust"]) checks.exclusive(args, "roleArn", option, brought);
  checks.exclusive(args, "keyArn", "key", brought);
  checks.exclusive(args, "projectId", "project", brought);
  if (args.roleArn === undefined) {
    checks.required(args, "trust", "It says whom the role lets in. Or bring a role by roleArn.");
    checks.required(args, "pineconeAccountId", `${PINECONE_ACCOUNT} Or bring a role by roleArn.`);
  }
  checkTrust(checks, args);
  checkRoleOptions(checks.within("role"), args.role ?? {});
  if (args.keyArn === undefined) checkKeyOptions(checks.within("key"), args.key ?? {}, aliasOf(name));
  checks.text("roleArn", args.roleArn, roleArnProblem);
  checks.text("keyArn", args.keyArn, keyArnProblem);
  checks.text("keyName", args.keyName, length(1, 512, "Pinecone"));
  checks.text("project.name", args.project?.name, length(1, 512, "Pinecone"));
  for (const keyName of Object.keys(args.apiKeys ?? {})) {
    checks.text(`apiKeys[${JSON.stringify(keyName)}]`, keyName, length(1, 80, "Pinecone"));
  }
  return checks;
}
