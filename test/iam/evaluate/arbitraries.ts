import fc from "fast-check";

/** Who asks, and near misses of it. */
export const PINECONE = "arn:aws:iam::111122223333:role/pinecone_cmek_access_us-east-1";
export const ROLE = "arn:aws:iam::444455556666:role/team/cmek";
export const KEY = "arn:aws:kms:us-east-1:444455556666:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const FOREIGN_KEY = "arn:aws:kms:us-east-1:777788889999:key/1234abcd-12ab-34cd-56ef-1234567890ab";
export const EXTERNAL_ID = "3f2b8c1e-9d4a-4c57-8e21-6b0f5a7d9c34";

const oneOrMore = (values: fc.Arbitrary<string>): fc.Arbitrary<string | string[]> =>
  fc.oneof(values, fc.array(values, { minLength: 1, maxLength: 3 }));

/** Principals in which whoever asks occurs often. */
function principals(principalArn: string): fc.Arbitrary<unknown> {
  const account = principalArn.split(":")[4] ?? "";
  const aws = fc.oneof(
    { weight: 6, arbitrary: fc.constantFrom(principalArn, "*") },
    { weight: 3, arbitrary: fc.constantFrom(account, `arn:aws:iam::${account}:root`) },
    {
      weight: 2,
      arbitrary: fc.constantFrom(
        `${principalArn}x`,
        `arn:aws:iam::${account}:role/*`,
        "arn:aws:iam::999999999999:root",
        "AROAIOSFODNN7EXAMPLE",
      ),
    },
  );
  return fc.oneof(
    { weight: 8, arbitrary: oneOrMore(aws).map((AWS) => ({ AWS })) },
    { weight: 1, arbitrary: fc.constantFrom("*", { Service: "ec2.amazonaws.com" }) },
    { weight: 1, arbitrary: oneOrMore(aws).map((AWS) => ({ AWS, Service: ["kms.amazonaws.com"] })) },
  );
}

/** Values of condition keys: whole, with wildcards, with variables, and wrong ones. */
const texts = fc.constantFrom(
  ...[EXTERNAL_ID, EXTERNAL_ID.toUpperCase(), "3f2b*", "*", "a?b", "a*b", "axb", "${*}", "", "true"],
  ...[
    "444455556666",
    "111122223333",
    "${aws:PrincipalAccount}",
    "${aws:username}",
    "${tag/none, 'axb'}",
    "blue",
    "green",
  ],
);
const arns = fc.constantFrom(
  ...[PINECONE, ROLE, "arn:aws:iam::111122223333:role/pinecone_cmek_access_*", "arn:aws:iam::*:role/*"],
  ...[
    "arn:aws:iam::${aws:PrincipalAccount}:role/*",
    "arn:aws:iam::*:role/${tag/none, 'team'}/cmek",
    "arn:*:iam::44445555666?:*",
    "arn:aws:iam::444455556666:root",
  ],
);
const textKeys = fc.constantFrom(
  "sts:ExternalId",
  "STS:externalid",
  "aws:PrincipalAccount",
  "kms:CallerAccount",
  "aws:username",
);
const ifExists = (names: readonly string[]): fc.Arbitrary<string> =>
  fc.tuple(fc.constantFrom(...names), fc.constantFrom("", "", "IfExists")).map(([name, suffix]) => name + suffix);

const line = (
  operator: fc.Arbitrary<string>,
  key: fc.Arbitrary<string>,
  value: fc.Arbitrary<string>,
): fc.Arbitrary<Record<string, Record<string, string | string[]>>> =>
  fc
    .record({ operator, key, values: oneOrMore(value) })
    .map(({ operator: name, key: of, values }) => ({ [name]: { [of]: values } }));

const STRING_OPERATORS = [
  "StringEquals",
  "StringNotEquals",
  "StringEqualsIgnoreCase",
  "StringNotEqualsIgnoreCase",
  "StringLike",
  "StringNotLike",
];
const ARN_OPERATORS = ["ArnEquals", "ArnLike", "ArnNotEquals", "ArnNotLike"];
const ORDERS = ["Equals", "NotEquals", "LessThan", "LessThanEquals", "GreaterThan", "GreaterThanEquals"];

const conditions = fc.oneof(
  line(ifExists(STRING_OPERATORS), textKeys, texts),
  line(
    ifExists([...ARN_OPERATORS, "StringLike", "StringEquals"]),
    fc.constantFrom("aws:PrincipalArn", "aws:principalarn"),
    arns,
  ),
  line(
    ifExists(["Bool"]),
    fc.constantFrom("aws:SecureTransport", "aws:PrincipalIsAWSService"),
    fc.constantFrom("true", "false", "True"),
  ),
  line(fc.constant("Null"), textKeys, fc.constantFrom("true", "false")),
  line(
    ifExists(ORDERS.map((order) => `Numeric${order}`)),
    fc.constant("aws:MultiFactorAuthAge"),
    fc.constantFrom("300", "299", "1000"),
  ),
  line(
    ifExists(ORDERS.map((order) => `Date${order}`)),
    fc.constant("aws:CurrentTime"),
    fc.constantFrom("2026-11-21T00:00:00Z", "2026-11-20T00:00:00Z", "2027-01-01T00:00:00Z"),
  ),
  line(
    ifExists(["IpAddress", "NotIpAddress"]),
    fc.constant("aws:SourceIp"),
    fc.constantFrom("10.1.0.0/16", "10.1.2.3", "192.0.2.0/24"),
  ),
  line(
    fc
      .tuple(fc.constantFrom("ForAnyValue:", "ForAllValues:"), fc.constantFrom(...STRING_OPERATORS))
      .map(([set, name]) => set + name),
    fc.constantFrom("aws:TagKeys", "aws:PrincipalOrgPaths"),
    texts,
  ),
  // A key that nobody knows, so that the answer has to stay open.
  line(fc.constant("StringEquals"), fc.constant("aws:SourceVpce"), fc.constant("vpce-1")),
);

/** Condition keys that the requests of these tests have besides those that follow from the request. */
export const FURTHER_CONTEXT = {
  "aws:MultiFactorAuthAge": "300",
  "aws:CurrentTime": "2026-11-21T00:00:00Z",
  "aws:SourceIp": "10.1.2.3",
  "aws:TagKeys": ["blue", "axb"],
  "aws:PrincipalOrgPaths": null,
  "tag/none": null,
} as const;

/** All condition keys that occur in the generated policies, for handing their values to a simulator. */
export const KEYS = [
  ...[
    "sts:ExternalId",
    "aws:PrincipalAccount",
    "kms:CallerAccount",
    "aws:username",
    "aws:PrincipalArn",
    "aws:SecureTransport",
  ],
  ...["aws:PrincipalIsAWSService", "aws:MultiFactorAuthAge", "aws:CurrentTime", "aws:SourceIp", "aws:TagKeys"],
];

const actionsOf = (service: string, actions: readonly string[]): fc.Arbitrary<Record<string, string | string[]>> => {
  const action = fc.constantFrom(...actions, `${service}:*`, "*", "s3:GetObject");
  return fc.oneof(
    { weight: 6, arbitrary: oneOrMore(action).map((Action) => ({ Action })) },
    { weight: 1, arbitrary: oneOrMore(fc.constantFrom(...actions, "s3:*")).map((NotAction) => ({ NotAction })) },
  );
};

const resources: fc.Arbitrary<object> = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ Resource: "*" }) },
  {
    weight: 2,
    arbitrary: oneOrMore(
      fc.constantFrom(
        KEY,
        "arn:aws:kms:*:444455556666:key/*",
        "arn:aws:kms:*:${aws:PrincipalAccount}:key/*",
        "arn:aws:kms:*:*:key/${tag/none, '1234abcd-12ab-34cd-56ef-1234567890ab'}",
        FOREIGN_KEY,
      ),
    ).map((Resource) => ({ Resource })),
  },
  { weight: 1, arbitrary: fc.constantFrom({ NotResource: FOREIGN_KEY }, { NotResource: "arn:aws:kms:*:*:key/*" }) },
);

const condition: fc.Arbitrary<object> = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 5,
    arbitrary: fc
      .array(conditions, { minLength: 1, maxLength: 2 })
      .map((lines) => ({ Condition: Object.assign({}, ...lines) as object })),
  },
);

function document(statement: fc.Arbitrary<object>): fc.Arbitrary<string> {
  return fc.array(statement, { minLength: 1, maxLength: 4 }).map((statements) =>
    JSON.stringify({
      Version: "2012-10-17",
      Statement: statements.map((each, index) => ({ Sid: `S${index}`, ...each })),
    }),
  );
}

const effect = fc.oneof(
  { weight: 5, arbitrary: fc.constant({ Effect: "Allow" }) },
  { weight: 1, arbitrary: fc.constant({ Effect: "Deny" }) },
);

const together = (...parts: fc.Arbitrary<object>[]): fc.Arbitrary<object> =>
  fc.tuple(...parts).map((all) => Object.assign({}, ...all) as object);

const principal = (arn: string): fc.Arbitrary<object> => principals(arn).map((Principal) => ({ Principal }));

/** Trust policies, as JSON. */
export const trustPolicies = document(
  together(
    effect,
    principal(PINECONE),
    actionsOf("sts", ["sts:AssumeRole", "STS:assume*", "sts:TagSession"]),
    condition,
  ),
);

const kmsActions = actionsOf("kms", ["kms:Decrypt", "kms:decrypt", "kms:De*", "kms:?ncrypt", "kms:Encrypt"]);

/** Key policies, as JSON. */
export const keyPolicies = document(together(effect, principal(ROLE), kmsActions, resources, condition));

/** Permissions policies of a role, as JSON. */
export const permissionsPolicies = document(together(effect, kmsActions, resources, condition));
