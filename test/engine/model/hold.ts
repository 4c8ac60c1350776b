/** What the test holds against what has become of the project. */
import { expect } from "vitest";
import { type Expected, type Known, type Model, NOTHING } from "./model";
import type { World } from "./world";

/** How an operation has ended. */
export interface Ended {
  readonly expected: Expected;
  /** Why it failed, if it did. */
  readonly failure: string | undefined;
  /** The indexes that were reached before it. */
  readonly before: readonly string[];
  /** Those of them that may be lost, because the user has said so. */
  readonly acknowledged?: readonly string[];
}

/** It has locked nobody out unasked, and has ended as it should have. Where several ends are right, the model takes over what there is. */
export async function holdEnd(
  model: Model,
  real: World,
  stack: string,
  { expected, failure, before, acknowledged = [] }: Ended,
): Promise<void> {
  const after = await real.reached();
  const lost = before.filter((name) => !after.includes(name) && !acknowledged.includes(name));
  expect(lost, "indexes that were cut off unasked").toEqual([]);
  if (expected !== "either") {
    expect(failure === undefined ? "done" : "refused", failure ?? "It went through.").toBe(expected);
    return;
  }
  const { restricted, registrations } = await real.facts();
  model.restricted = restricted;
  model.registered = new Map(registrations);
  model.known.set(stack, real.deployment(stack).known());
}

/** Pinecone and the states have what the model has: nothing less, nothing more, nothing twice. */
export async function holdAll(model: Model, real: World): Promise<void> {
  const { restricted, registered, indexes, byHand } = model;
  const facts = await real.facts();
  const registrations = [...registered];
  expect({ ...facts, registrations: sorted(facts.registrations) }, "what Pinecone has").toEqual({
    restricted,
    registrations: sorted(registrations),
    indexes,
    otherApiKeys: [],
  });
  for (const [name, stack] of real.stacks)
    expect(bare(stack.known()), `what the state of the stack ${name} has`).toEqual(bare(model.knownOf(name)));
  const known = [...real.stacks.values()].flatMap((stack) => stack.known().ways.map((way) => way.vpcEndpointId));
  const orphans = facts.registrations.filter(([id]) => !known.includes(id) && !byHand.has(id));
  expect(orphans, "what no state knows of").toEqual([]);
}

/** What everybody can do at any time: turn the switch off, and take everything away. Nothing is left then but what others made. */
export async function holdDestroy(model: Model, real: World): Promise<void> {
  await real.pinecone.clearFaults();
  const stack = real.deployment(real.stackOf("switch"));
  // Somebody may have turned it, and the state not know.
  await stack.refresh();
  expect(await stack.up({ ...NOTHING, restricted: false })).toBeUndefined();
  expect((await real.facts()).restricted).toBe(false);
  for (const one of real.stacks.values()) expect(await one.destroy()).toBeUndefined();
  const { registrations } = await real.facts();
  expect(registrations.filter(([id]) => !model.byHand.has(id))).toEqual([]);
  expect([...real.stacks.values()].map((one) => one.known())).toEqual([...real.stacks].map(() => ({ ways: [] })));
}

function sorted<Entry extends readonly [string, unknown]>(entries: readonly Entry[]): Entry[] {
  return [...entries].sort(([one], [other]) => one.localeCompare(other));
}

/** In an order that says nothing. */
function bare({ ways, restricted }: Known) {
  return { ways: sorted(ways.map(({ vpcEndpointId, ...way }) => [vpcEndpointId, way] as const)), restricted };
}
