import type { FunctionHandler, InvokeRequest, PropertyMap, Value } from "../../provider/rpc";
import { newCall } from "./call";
import { inWords } from "./errors";
import type { Session } from "./handler";
import { descriptionOf, partitionOf } from "./regions";

/** A function: its arguments and what it answers, all of them texts. */
export interface AwsFunction {
  /** As `@pulumi/aws` calls it, for example `aws:index/getRegion:getRegion`. */
  readonly token: string;
  readonly args: readonly string[];
  readonly results: readonly string[];
  answer(session: Session, request: InvokeRequest): Promise<Record<string, string>>;
}

const getCallerIdentity: AwsFunction = {
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  args: ["id"],
  results: ["accountId", "arn", "id", "userId"],
  async answer({ clients, settings }, request) {
    const call = newCall(clients, request, settings.region);
    const sts = await call.sts();
    const { Account = "", Arn = "", UserId = "" } = await sts.getCallerIdentity({}, call.abort);
    return { accountId: Account, arn: Arn, id: Account, userId: UserId };
  },
};

const getRegion: AwsFunction = {
  token: "aws:index/getRegion:getRegion",
  args: ["endpoint", "id", "name", "region"],
  results: ["description", "endpoint", "id", "name", "region"],
  async answer({ settings }, { args }) {
    const region = given(args, "region") ?? given(args, "name") ?? regionOfEndpoint(args) ?? settings.region;
    return {
      description: descriptionOf(region),
      endpoint: `ec2.${region}.${partitionOf(region).dnsSuffix}`,
      id: region,
      name: region,
      region,
    };
  },
};

const getPartition: AwsFunction = {
  token: "aws:index/getPartition:getPartition",
  args: ["id"],
  results: ["dnsSuffix", "id", "partition", "reverseDnsPrefix"],
  async answer({ settings }) {
    const { name, dnsSuffix, reverseDnsPrefix } = partitionOf(settings.region);
    return { dnsSuffix, id: name, partition: name, reverseDnsPrefix };
  },
};

export const functions: readonly AwsFunction[] = [getCallerIdentity, getRegion, getPartition];

/** Serves a function: refuses arguments it does not have, and puts AWS's errors into words. */
export function functionHandler(fn: AwsFunction, session: () => Session): FunctionHandler {
  return {
    async invoke(request) {
      const failures = Object.entries(request.args)
        .filter(([property, value]) => !fn.args.includes(property) || !(typeof value === "string" || value === null))
        .map(([property]) => ({
          property,
          reason: `${fn.token} takes ${fn.args.join(", ")}, each a text; "${property}" is none of them`,
        }));
      if (failures.length > 0) {
        return { result: {}, failures };
      }
      try {
        return { result: await fn.answer(session(), request), failures };
      } catch (error) {
        throw inWords(error, `call ${fn.token}`);
      }
    },
  };
}

function given(args: PropertyMap, name: string): string | undefined {
  const value: Value | undefined = args[name];
  return typeof value === "string" && value !== "" ? value : undefined;
}

/** An endpoint of EC2 names its region: `ec2.us-east-1.amazonaws.com`. */
function regionOfEndpoint(args: PropertyMap): string | undefined {
  return /^ec2\.([a-z0-9-]+)\./.exec(given(args, "endpoint") ?? "")?.[1];
}
