import type * as pulumi from "@pulumi/pulumi";
import type { Partition } from "../iam";
import type { ApiKeyArgs, ProjectArgs } from "../sdk";
import type { CmekKeyOptions } from "./cmekKey";
import type { CmekRoleOptions } from "./cmekRole";
import type { CmekTrustArgs } from "./cmekTrust";

/** The role is made. */
export interface MadeRole {
  /**
   * Pinecone's AWS account, 12 digits. Read it in Pinecone's console: Manage > CMEK > Add CMEK. It is not published, so it has no
   * default.
   */
  readonly pineconeAccountId: pulumi.Input<string>;
  /** Whom the role lets in. */
  readonly trust: CmekTrustArgs;
  /**
   * The role itself: its name, path, permissions boundary, …
   *
   * @default - as `CmekRole` makes it
   */
  readonly role?: CmekRoleOptions | undefined;
  readonly roleArn?: never;
  readonly trustPolicy?: never;
}

/** The role is brought. */
export interface BroughtRole {
  /** The ARN of a role that exists already. It can't change once the key is bound. */
  readonly roleArn: pulumi.Input<string>;
  /**
   * The role's trust policy as JSON. Together with `pineconeAccountId` it is checked before anything is sent.
   *
   * @default - not checked
   */
  readonly trustPolicy?: pulumi.Input<string | undefined>;
  /**
   * Pinecone's AWS account, 12 digits, for the check of `trustPolicy`.
   *
   * @default - `trustPolicy` is not checked
   */
  readonly pineconeAccountId?: pulumi.Input<string | undefined>;
  readonly trust?: never;
  readonly role?: never;
}

/** The KMS key is made. */
export interface MadeKey {
  /**
   * The key itself: its alias, administrators, rotation, replicas, …
   *
   * @default - as `CmekKey` makes it, with the alias `alias/` and the name in the program
   */
  readonly key?: CmekKeyOptions | undefined;
  readonly keyArn?: never;
  readonly keyPolicy?: never;
}

/** The KMS key is brought. */
export interface BroughtKey {
  /** The ARN of a KMS key that exists already, also one in a customer's account. It can't change once it is bound. */
  readonly keyArn: pulumi.Input<string>;
  /**
   * The key's policy as JSON, which is then checked before anything is sent.
   *
   * @default - not checked
   */
  readonly keyPolicy?: pulumi.Input<string | undefined>;
  readonly key?: never;
}

/** The Pinecone project is made. Encryption with the customer-managed key is forced. */
export interface MadeProject {
  /**
   * The project itself: its name, and how many pods it may have.
   *
   * @default - named as in the program
   */
  readonly project?: Partial<Pick<ProjectArgs, "name" | "maxPods">> | undefined;
  readonly projectId?: never;
}

/** The Pinecone project is brought. */
export interface BroughtProject {
  /**
   * The ID of a Pinecone project that exists already. It should force encryption with a customer-managed key: otherwise indexes that are
   * made before the key is bound stay without it.
   */
  readonly projectId: pulumi.Input<string>;
  readonly project?: never;
}

/** What can be chosen whether the parts are made or brought. */
export interface CmekProjectOptions {
  /**
   * The external ID that Pinecone must show: a UUID v4. It can't change once the key is bound.
   *
   * @default - one is made and kept, if the role is made and its variant has one
   */
  readonly externalId?: pulumi.Input<string | undefined>;
  /**
   * What Pinecone calls the key, 1 to 512 characters. It can't change once the key is bound.
   *
   * @default - the name in the program
   */
  readonly keyName?: pulumi.Input<string | undefined>;
  /**
   * API keys of the project: name → roles. They are made once the key is bound.
   *
   * @default - none
   */
  readonly apiKeys?: Readonly<Record<string, NonNullable<ApiKeyArgs["roles"]>>> | undefined;
  /**
   * Whether Pulumi refuses to delete the project and the binding of its key, and leaves the KMS key with its replicas in AWS when they
   * leave the stack: without the key nobody can read what it encrypted. `false` lifts all of that, after a `pulumi up`.
   *
   * @default true
   */
  readonly protect?: boolean | undefined;
  /**
   * The AWS partition of role and key: `aws`, `aws-us-gov` or `aws-cn`.
   *
   * @default - `aws`, and for the key of a brought role the role's
   */
  readonly partition?: pulumi.Input<Partition | undefined>;
  /**
   * Tags for everything in AWS that can have tags.
   *
   * @default - none
   */
  readonly tags?: pulumi.Input<Record<string, pulumi.Input<string>> | undefined>;
}

/** The arguments of `CmekProject`: role, key and project are each made or brought. */
export type CmekProjectArgs = (MadeRole | BroughtRole) &
  (MadeKey | BroughtKey) &
  (MadeProject | BroughtProject) &
  CmekProjectOptions;
