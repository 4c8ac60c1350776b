import { plainProperties } from "../model/stateFile";
import * as types from "../model/types";
import { UNKNOWN, type Properties } from "../model/values";
import type { DigestResource, DigestStep } from "./digest";

/** Outputs that policies read, which a preview does not have for a resource that is yet to be made. */
const OUTPUTS = ["arn", "id", "keyId"];
const OUTPUTS_OF: Readonly<Record<string, readonly string[]>> = {
  [types.ZONE]: ["zoneId"],
  [types.EXTERNAL_ID]: ["value"],
  [types.API_KEY]: ["value"],
  [types.VPC_ENDPOINT]: ["dnsEntries"],
  [types.INDEX]: ["host", "privateHost", "status"],
  [types.CMEK_BINDING]: ["status"],
  [types.PRIVATE_ENDPOINT]: ["status"],
  [types.NETWORK_ACCESS]: ["status"],
};

/** The properties that a resource will have after the deployment, as far as the preview tells them. */
export function propertiesAfterwards(step: DigestStep, after: DigestResource): Properties {
  const inputs = plainProperties(after.inputs);
  const previewed = plainProperties(after.outputs);
  if (step.oldState === undefined || isMadeAnew(step)) return { ...yetUnknown(after.type), ...previewed, ...inputs };
  return { ...keptOutputs(step, step.oldState, inputs), ...previewed, ...inputs };
}

/** Whether the step makes a resource, so that what the old one had says nothing. */
function isMadeAnew({ op }: DigestStep): boolean {
  return op === "replace" || op.startsWith("create") || op.startsWith("import");
}

function yetUnknown(type: string): Properties {
  return Object.fromEntries([...OUTPUTS, ...(OUTPUTS_OF[type] ?? [])].map((name) => [name, UNKNOWN]));
}

/**
 * What a resource had stays, but for inputs that are taken away and take effect so, and for outputs that the provider says will be
 * others.
 */
function keptOutputs({ detailedDiff }: DigestStep, before: DigestResource, inputs: Properties): Properties {
  const kept = new Map(Object.entries(plainProperties({ ...before.inputs, ...before.outputs })));
  for (const [path, { kind }] of Object.entries(detailedDiff ?? {})) {
    const name = /^[^.[]+/.exec(path)?.[0] ?? path;
    if (name in inputs) continue;
    if (name === path && kind.startsWith("delete")) kept.delete(name);
    else kept.set(name, UNKNOWN);
  }
  return Object.fromEntries(kept);
}
