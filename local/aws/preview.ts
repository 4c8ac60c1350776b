import type { PropertyMap, UpdateRequest, Value } from "../../provider/rpc";
import { containsUnknown, UNKNOWN } from "../../provider/rpc";
import { plain, sameProperty } from "./diff";
import type { ResourceType, Tags } from "./resourceType";
import { allTags } from "./tags";

/** The outputs a resource will have once it is made, as far as they are known: its inputs, and `tagsAll`. */
export function createPreview(type: ResourceType, inputs: PropertyMap, defaultTags: Tags): PropertyMap {
  const outputs: PropertyMap = { ...inputs };
  for (const [name, { computed }] of Object.entries(type.inputs)) {
    if (computed === true) {
      outputs[name] ??= UNKNOWN;
    }
  }
  for (const name of Object.keys(type.outputs)) {
    outputs[name] = name === "tagsAll" ? tagsAll(inputs, defaultTags) : UNKNOWN;
  }
  return outputs;
}

/** The outputs after an update: as they were, the changed inputs, and as unknown whatever follows from these. */
export function updatePreview(type: ResourceType, request: UpdateRequest, defaultTags: Tags): PropertyMap {
  const outputs: PropertyMap = { ...request.oldOutputs };
  const changed = new Set<string>();
  const removed = new Set<string>();
  for (const [name, row] of Object.entries(type.inputs)) {
    const [old, now] = [request.oldOutputs[name], request.news[name]];
    if (now !== undefined && (old === undefined || !sameProperty(row, old, now))) {
      outputs[name] = now;
      changed.add(name);
    } else if (now === undefined && row.computed !== true && old !== undefined) {
      removed.add(name);
      changed.add(name);
    }
  }
  for (const [name, { follows }] of Object.entries(type.outputs)) {
    if (name === "tagsAll") {
      outputs[name] = tagsAll(request.news, defaultTags);
    } else if (follows?.some((input) => changed.has(input)) === true) {
      outputs[name] = UNKNOWN;
    }
  }
  return Object.fromEntries(Object.entries(outputs).filter(([name]) => !removed.has(name)));
}

function tagsAll(inputs: PropertyMap, defaultTags: Tags): Value {
  const { tags } = inputs;
  return tags !== undefined && containsUnknown(tags) ? UNKNOWN : allTags(defaultTags, plain(inputs));
}
