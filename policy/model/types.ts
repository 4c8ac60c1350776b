/** Type tokens of the resources that policies judge. */
export const PROJECT = "pinecone-security:index:Project";
export const CMEK_BINDING = "pinecone-security:index:CmekBinding";
export const EXTERNAL_ID = "pinecone-security:index:ExternalId";
export const PRIVATE_ENDPOINT = "pinecone-security:index:PrivateEndpoint";
export const NETWORK_ACCESS = "pinecone-security:index:NetworkAccess";
export const ACCESS_GUARD = "pinecone-security:index:AccessGuard";
export const INDEX = "pinecone-security:index:Index";
export const API_KEY = "pinecone-security:index:ApiKey";

export const ROLE = "aws:iam/role:Role";
export const ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy";
export const ROLE_POLICY_ATTACHMENT = "aws:iam/rolePolicyAttachment:RolePolicyAttachment";
/** Attaches one policy to all roles, users and groups that it lists. */
export const POLICY_ATTACHMENT = "aws:iam/policyAttachment:PolicyAttachment";
export const MANAGED_POLICY = "aws:iam/policy:Policy";

export const KEY = "aws:kms/key:Key";
export const REPLICA_KEY = "aws:kms/replicaKey:ReplicaKey";
export const EXTERNAL_KEY = "aws:kms/externalKey:ExternalKey";
export const REPLICA_EXTERNAL_KEY = "aws:kms/replicaExternalKey:ReplicaExternalKey";
export const KEY_POLICY = "aws:kms/keyPolicy:KeyPolicy";
export const KEY_GRANT = "aws:kms/grant:Grant";
export const KEY_ALIAS = "aws:kms/alias:Alias";

export const VPC_ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint";
export const VPC = "aws:ec2/vpc:Vpc";
export const DEFAULT_VPC = "aws:ec2/defaultVpc:DefaultVpc";
export const SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup";
/** The group that a VPC has from the start, taken over by the program. */
export const DEFAULT_SECURITY_GROUP = "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup";
/** Puts a security group on a VPC endpoint. */
export const SECURITY_GROUP_ASSOCIATION = "aws:ec2/securityGroupAssociation:SecurityGroupAssociation";
export const INGRESS_RULE = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule";
export const SECURITY_GROUP_RULE = "aws:ec2/securityGroupRule:SecurityGroupRule";
export const PREFIX_LIST = "aws:ec2/managedPrefixList:ManagedPrefixList";
export const PREFIX_LIST_ENTRY = "aws:ec2/managedPrefixListEntry:ManagedPrefixListEntry";
export const ZONE = "aws:route53/zone:Zone";
export const RECORD = "aws:route53/record:Record";
/** Another stack, whose outputs a program reads. Policy packs are not told of it. */
export const STACK_REFERENCE = "pulumi:pulumi:StackReference";
