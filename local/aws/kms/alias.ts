import type { AliasListEntry } from "@aws-sdk/client-kms";
import type { Call } from "../call";
import { unlessGone } from "../errors";
import { prefixOf, uniqueName } from "../names";
import { REGION, resourceType } from "../resourceType";
import { sameKey } from "./keys";

const PREFIX = "alias/";

const NAME = {
  expression: /^alias\/(?!aws\/)[\w/-]{1,250}$/,
  rule: "an alias is called alias/ and letters, digits and /_-, and alias/aws/ is AWS's own",
};

/** Another name for a KMS key. Its ID is its name. */
export const alias = resourceType({
  token: "aws:kms/alias:Alias",
  title: "KMS alias",
  inputs: {
    name: { kind: "string", onChange: "replace", computed: true, pattern: NAME },
    namePrefix: { kind: "string", onChange: "replace", computed: true, pattern: NAME },
    targetKeyId: { kind: "string", onChange: "update", required: true, same: sameKey },
    region: REGION,
  },
  outputs: {
    arn: { kind: "string" },
    targetKeyArn: { kind: "string", follows: ["targetKeyId"] },
  },
  autoname: { maximum: 238, prefix: PREFIX },

  async create(call, wanted) {
    const kms = await call.kms();
    const AliasName = wanted.name ?? uniqueName(wanted.namePrefix ?? PREFIX);
    await kms.createAlias({ AliasName, TargetKeyId: wanted.targetKeyId }, call.abort);
    return AliasName;
  },

  async read(call, name) {
    const entry = await find(call, name);
    if (entry?.TargetKeyId === undefined) {
      return undefined;
    }
    return {
      name,
      namePrefix: prefixOf(name),
      arn: entry.AliasArn ?? "",
      targetKeyId: entry.TargetKeyId,
      targetKeyArn: entry.AliasArn?.replace(name, `key/${entry.TargetKeyId}`) ?? "",
    };
  },

  async sync(call, AliasName, wanted) {
    const kms = await call.kms();
    await kms.updateAlias({ AliasName, TargetKeyId: wanted.targetKeyId }, call.abort);
  },

  async delete(call, AliasName) {
    const kms = await call.kms();
    await unlessGone(kms.deleteAlias({ AliasName }, call.abort));
  },
});

/** KMS finds aliases by key only: by name, all of them are looked through. */
async function find(call: Call, name: string): Promise<AliasListEntry | undefined> {
  const kms = await call.kms();
  let Marker: string | undefined;
  do {
    const page = await kms.listAliases({ Marker }, call.abort);
    const entry = page.Aliases?.find(({ AliasName }) => AliasName === name);
    if (entry !== undefined) {
      return entry;
    }
    Marker = page.NextMarker;
  } while (Marker !== undefined);
  return undefined;
}
