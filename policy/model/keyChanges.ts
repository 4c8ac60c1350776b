/** What a deployment does to keys that were there before. */
import { KEY_TYPES } from "./cmek";
import type { FormerResource, PlannedResource } from "./plan";
import { isGiven, read } from "./read";
import { EXTERNAL_KEY, KEY, REPLICA_EXTERNAL_KEY, REPLICA_KEY } from "./types";
import { UndecidedError } from "./values";
import type { World } from "./world";

/** What stands for a property that is left out; `undefined`: the key keeps what it has. */
type Fixed = Readonly<Record<string, string | undefined>>;

const REPLICA: Fixed = { primaryKeyArn: undefined, region: undefined };

/** Properties whose change AWS answers with a new key. */
const FIXED: Readonly<Record<string, Fixed>> = {
  [KEY]: {
    customerMasterKeySpec: "SYMMETRIC_DEFAULT",
    keyUsage: "ENCRYPT_DECRYPT",
    multiRegion: undefined,
    region: undefined,
    customKeyStoreId: "",
    xksKeyId: "",
  },
  [EXTERNAL_KEY]: { multiRegion: undefined, region: undefined },
  [REPLICA_KEY]: REPLICA,
  [REPLICA_EXTERNAL_KEY]: REPLICA,
};

/** Says by which changes a key is replaced. @throws UndecidedError when its state of before is not known, or a new value */
export function* replacementsOf(world: World, key: PlannedResource): Generator<string> {
  const { former, change } = key;
  if (former === undefined) {
    if (!world.plan.former.known) throw unknownBefore(`${key.name} is replaced`, world.plan.former.why);
    return;
  }
  let isTold = false;
  for (const [property, fallback] of Object.entries(FIXED[key.type] ?? {})) {
    const before = textOf(former.properties[property]) ?? fallback;
    const after = (isGiven(key, property) ? textOf(read(key, property)) : undefined) ?? fallback;
    if (before === undefined || after === undefined || before === after) continue;
    isTold = true;
    yield `${property} changes from ${shown(before)} to ${shown(after)}, which makes a new key in place of this one.`;
  }
  if (change === "replace" && !isTold) yield "The deployment replaces it by a new key.";
}

/**
 * The keys of a binding that the deployment deletes.
 *
 * @throws UndecidedError when the state of before is not known, and its key is not in the plan
 */
export function deletedKeysOf(world: World, binding: PlannedResource): readonly FormerResource[] {
  const { former } = world.plan;
  if (!former.known) {
    if (world.sources(binding, "keyArn", KEY_TYPES).length > 0) return [];
    throw unknownBefore(`the key of ${binding.name} is deleted`, former.why);
  }
  const before = binding.former;
  if (before === undefined) return [];
  return former.resources.filter(
    (key) =>
      KEY_TYPES.some((type) => type === key.type) &&
      (before.propertyDependencies["keyArn"]?.includes(key.urn) === true ||
        key.properties["arn"] === before.properties["keyArn"]) &&
      !key.retainOnDelete &&
      !isStillThere(world, key),
  );
}

/** Under its URN, or, with an alias, under another one. */
function isStillThere(world: World, key: FormerResource): boolean {
  const arn = key.properties["arn"];
  return (
    world.get(key.urn) !== undefined ||
    world.ofType(key.type).some(({ properties }) => typeof arn === "string" && properties["arn"] === arn)
  );
}

function unknownBefore(what: string, why: string): UndecidedError {
  return new UndecidedError(`whether ${what} is not known here, since ${why}`);
}

/** Engines and providers may write booleans as texts. */
function textOf(value: unknown): string | undefined {
  return typeof value === "string" || typeof value === "boolean" ? String(value) : undefined;
}

function shown(text: string): string {
  return text === "" ? "none" : text;
}
