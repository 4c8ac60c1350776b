import type { FunctionHandler, Value } from "../../provider/rpc";
import { newCall } from "./call";
import { isOfKind, KINDS } from "./check";
import { plain } from "./diff";
import { getSubnet } from "./ec2/getSubnet";
import { getVpc } from "./ec2/getVpc";
import { getVpcEndpoint } from "./ec2/getVpcEndpoint";
import { inWords } from "./errors";
import { type AwsFunction, awsFunction } from "./functionType";
import { descriptionOf, partitionOf } from "./regions";
import { getZone } from "./route53/getZone";
import type { Session } from "./session";

const getCallerIdentity = awsFunction({
  token: "aws:index/getCallerIdentity:getCallerIdentity",
  args: { id: "string" },
  results: { accountId: "string", arn: "string", id: "string", userId: "string" },
  async answer(call) {
    const sts = await call.sts();
    const { Account = "", Arn = "", UserId = "" } = await sts.getCallerIdentity({}, call.abort);
    return { accountId: Account, arn: Arn, id: Account, userId: UserId };
  },
});

const getRegion = awsFunction({
  token: "aws:index/getRegion:getRegion",
  args: { endpoint: "string", id: "string", name: "string", region: "string" },
  results: { description: "string", endpoint: "string", id: "string", name: "string", region: "string" },
  async answer(call, args) {
    const region = args.region ?? args.name ?? regionOfEndpoint(args.endpoint) ?? call.region;
    return {
      description: descriptionOf(region),
      endpoint: `ec2.${region}.${partitionOf(region).dnsSuffix}`,
      id: region,
      name: region,
      region,
    };
  },
});

const getPartition = awsFunction({
  token: "aws:index/getPartition:getPartition",
  args: { id: "string" },
  results: { dnsSuffix: "string", id: "string", partition: "string", reverseDnsPrefix: "string" },
  async answer(call) {
    const { name, dnsSuffix, reverseDnsPrefix } = partitionOf(call.region);
    return { dnsSuffix, id: name, partition: name, reverseDnsPrefix };
  },
});

/** The functions this plugin has. */
export const functions: readonly AwsFunction[] = [
  getCallerIdentity,
  getRegion,
  getPartition,
  getVpc,
  getSubnet,
  getVpcEndpoint,
  getZone,
];

/** Serves a function: refuses arguments it does not have, and puts AWS's errors into words. */
export function functionHandler(fn: AwsFunction, session: () => Session): FunctionHandler {
  return {
    async invoke(request) {
      const failures = Object.entries(request.args).flatMap(([property, value]) => {
        const reason = problem(fn, property, value);
        return reason === undefined ? [] : [{ property, reason }];
      });
      if (failures.length > 0) {
        return { result: {}, failures };
      }
      const args = Object.fromEntries(Object.entries(plain(request.args)).filter(([, value]) => value !== ""));
      const region = typeof args["region"] === "string" ? args["region"] : session().settings.region;
      try {
        return { result: await fn.answer(newCall(session(), request, region), args), failures };
      } catch (error) {
        throw inWords(error, `call ${fn.token}`);
      }
    },
  };
}

function problem(fn: AwsFunction, property: string, value: Value): string | undefined {
  const kind = fn.args[property];
  if (kind === undefined) {
    return `${fn.token} takes ${Object.keys(fn.args).join(", ")} in the local aws plugin; "${property}" is none of them`;
  }
  return value === null || isOfKind(kind, value)
    ? undefined
    : `"${property}" is ${JSON.stringify(value)}, and must be ${KINDS[kind]}`;
}

/** An endpoint of EC2 names its region: `ec2.us-east-1.amazonaws.com`. */
function regionOfEndpoint(endpoint: string | undefined): string | undefined {
  return /^ec2\.([a-z0-9-]+)\./.exec(endpoint ?? "")?.[1];
}
