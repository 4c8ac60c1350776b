import type { PropertyMap, Value } from "../../provider/rpc";
import { containsSecret, reveal, Secret } from "../../provider/rpc";
import { sameProperty } from "./diff";
import type { Plain, ResourceType, Tags, Told } from "./resourceType";
import { ownTags } from "./tags";

/** What is known of a resource besides what AWS tells. */
interface Facts {
  /** As the engine gave them: what is secret there stays secret. */
  readonly inputs: PropertyMap;
  /** What was set. */
  readonly known: Plain;
  readonly region: string;
  readonly defaultTags: Tags;
}

/** The outputs: what AWS tells, in the program's spelling where that means the same, and what was set where AWS tells nothing. */
export function observed(type: ResourceType, actual: Told, facts: Facts): PropertyMap {
  const outputs: PropertyMap = {};
  for (const [name, value] of Object.entries(actual)) {
    if (value !== undefined) {
      outputs[name] = value;
    }
  }
  if ("region" in type.inputs) {
    outputs["region"] = facts.region;
  }
  if ("tags" in type.inputs) {
    const given = (facts.known["tags"] ?? {}) as Tags;
    outputs["tags"] = ownTags((actual["tagsAll"] ?? {}) as Tags, facts.defaultTags, given);
  }
  for (const [name, row] of Object.entries(type.inputs)) {
    const set = facts.known[name] ?? row.default;
    const now = outputs[name];
    if (set !== undefined && (now === undefined ? row.unread === true : sameProperty(row, now, set))) {
      outputs[name] = set;
    }
    const given = facts.inputs[name];
    const value = outputs[name];
    if (given !== undefined && value !== undefined && containsSecret(given)) {
      outputs[name] = new Secret(value);
    }
  }
  return outputs;
}

/**
 * The inputs that lead to what was read. In a refresh these are the program's, with what drifted; in an import, which has none,
 * all that say something.
 */
export function adopted(type: ResourceType, given: PropertyMap, outputs: PropertyMap): PropertyMap {
  const isImport = Object.keys(given).length === 0;
  const inputs: PropertyMap = {};
  for (const [name, row] of Object.entries(type.inputs)) {
    const value = outputs[name];
    const isGiven = given[name] !== undefined;
    const isNews = (isImport || row.computed !== true) && value !== undefined && !isNothing(value);
    if (value !== undefined && (isGiven || isNews)) {
      inputs[name] = value;
    }
  }
  return inputs;
}

/** AWS's way, as `@pulumi/aws` shows it, to say that a property is not set. */
function isNothing(value: Value): boolean {
  const plain = reveal(value);
  return (
    plain === "" || plain === 0 || (typeof plain === "object" && plain !== null && Object.keys(plain).length === 0)
  );
}
