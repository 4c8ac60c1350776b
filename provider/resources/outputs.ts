import { containsSecret, type PropertyMap, sameValue, UNKNOWN, type Value } from "../rpc/values";
import type { ResourceShape } from "./definition";
import { engineValue, marked, sameInput, valueOf } from "./plain";

type Shape = Pick<ResourceShape, "inputs" | "outputs">;

/**
 * The outputs of a resource: its inputs, other ones where Pinecone has something else, and what it told. Secret are those that the
 * definition marks, and those whose input was secret; nothing else.
 */
export function outputMap(shape: Shape, inputs: PropertyMap, result: Readonly<Record<string, unknown>>): PropertyMap {
  const outputs: PropertyMap = {};
  for (const [name, field] of Object.entries(shape.inputs)) {
    const given = valueOf(inputs, name);
    const told = result[name] === undefined ? undefined : engineValue(result[name]);
    const value = given !== undefined && (told === undefined || sameInput(field, given, told)) ? given : told;
    if (value === undefined) continue;
    outputs[name] = marked(value, field.secret === true || (given !== undefined && containsSecret(given)));
  }
  for (const [name, field] of Object.entries(shape.outputs)) {
    const told = result[name];
    const given = valueOf(inputs, name);
    if (told === undefined) continue;
    outputs[name] = marked(engineValue(told), field.secret === true || (given !== undefined && containsSecret(given)));
  }
  return outputs;
}

/**
 * The outputs as a preview can know them: inputs as they are, the rest not known yet, but for what no update changes.
 *
 * @param oldOutputs Empty for a resource that is yet to be made.
 */
export function previewOutputs(shape: Shape, inputs: PropertyMap, oldOutputs: PropertyMap): PropertyMap {
  const outputs: PropertyMap = {};
  for (const [name, field] of Object.entries(shape.inputs)) {
    const value = valueOf(inputs, name) ?? (field.keptWhenLeftOut === true ? (oldOutputs[name] ?? UNKNOWN) : undefined);
    if (value !== undefined) outputs[name] = marked(value, field.secret === true);
  }
  for (const [name, field] of Object.entries(shape.outputs)) {
    const old = field.stable === true ? oldOutputs[name] : undefined;
    outputs[name] = valueOf(inputs, name) ?? old ?? marked(UNKNOWN, field.secret === true);
  }
  return outputs;
}

/**
 * The inputs after a read. On import every input comes from Pinecone. On refresh an optional input that Pinecone fills in stays left
 * out, and one that still means the same stays as it was written.
 */
export function readInputs(
  shape: Shape,
  olds: PropertyMap,
  found: Readonly<Record<string, unknown>>,
  importing: boolean,
): PropertyMap {
  const inputs: PropertyMap = {};
  for (const [name, field] of Object.entries(shape.inputs)) {
    const old = valueOf(olds, name);
    if (found[name] === undefined || found[name] === null) continue;
    if (!importing && old === undefined && field.keptWhenLeftOut === true) continue;
    const value = engineValue(found[name]);
    const same = old !== undefined && sameInput(field, old, value);
    inputs[name] = same
      ? marked(old, field.secret === true)
      : marked(value, field.secret === true || (old !== undefined && containsSecret(old)));
  }
  return inputs;
}

/** The names of the outputs, besides the inputs, in which two states differ. */
export function changedOutputs(shape: Shape, before: PropertyMap, after: PropertyMap): string[] {
  const filledIn = Object.keys(shape.inputs).filter((name) => shape.inputs[name]?.keptWhenLeftOut === true);
  return [...new Set([...Object.keys(shape.outputs), ...filledIn])].filter((name) => {
    const [a, b]: (Value | undefined)[] = [valueOf(before, name), valueOf(after, name)];
    if (a === undefined || b === undefined) return a !== b;
    const field = shape.inputs[name];
    return field === undefined ? !sameValue(a, b) : !sameInput(field, a, b);
  });
}
