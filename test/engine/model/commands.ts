/** What users and others do to the project, one thing after the other. */
import fc from "fast-check";
import { type Command, command } from "./command";
import { holdEnd } from "./hold";
import {
  addOrRemoveIndex,
  breakWay,
  decide,
  disturb,
  DISTURBANCES,
  indexIn,
  MISHAPS,
  registerByHand,
  turnByHand,
} from "./mishaps";
import { type Model, NOTHING, REGIONS, type Region, type Wanted } from "./model";
import type { Part, World } from "./world";

/** Where a path begins: some regions have an index and some a way, and the switch may be on already. */
export function anyStart(): fc.Arbitrary<Command[]> {
  const some = fc.subarray([...REGIONS]);
  return fc
    .tuple(some, some, fc.boolean())
    .map(([indexed, served, isRestricted]) => [
      ...indexed.map(addOrRemoveIndex),
      ...served.map((region) => declare(region, "a")),
      ...(isRestricted ? [turnOn(REGIONS)] : []),
    ]);
}

/** All of the commands, those that lead somewhere more often than others. */
export function allCommands(): fc.Arbitrary<Command>[] {
  const region = fc.constantFrom(...REGIONS);
  const some = fc.subarray([...REGIONS]);
  const part = fc.constantFrom("switch" as const, ...REGIONS);
  const often = [
    fc.tuple(region, fc.constantFrom("a", "b")).map(([where, letter]) => declare(where, letter)),
    fc.oneof(fc.constant([]), some).map(turnOn),
    fc.oneof(region.map(undeclare), part.map(destroy)),
  ];
  const nowAndThen = [
    fc.constantFrom(turnOff(), forgetSwitch()),
    part.map(upAgain),
    part.map(refresh),
    region.map(addOrRemoveIndex),
    fc.tuple(region, fc.constantFrom(...MISHAPS)).map(([where, mishap]) => breakWay(where, mishap)),
    region.map(registerByHand),
    fc.boolean().map(turnByHand),
    fc.constantFrom("available" as const, "available" as const, "rejected" as const).map(decide),
    fc
      .tuple(fc.constantFrom("POST", "PATCH", "DELETE"), fc.constantFrom(...DISTURBANCES))
      .map(([method, what]) => disturb(method, what)),
  ];
  return [...often, ...often, ...often, ...often, ...nowAndThen];
}

/** The program registers a VPC endpoint of the region, in place of another one if it has one. */
function declare(region: Region, letter: string): Command {
  return command({
    title: `up with ${letter} in ${region}`,
    run: async (model, real) => {
      const id = await real.vpcEndpoint(region, letter);
      await edit(model, real, region, ({ ways, ...rest }) => ({ ...rest, ways: new Map(ways).set(region, id) }));
    },
  });
}

function undeclare(region: Region): Command {
  return command({
    title: `up without a way in ${region}`,
    run: (model, real) =>
      edit(model, real, region, ({ ways, ...rest }) => ({
        ...rest,
        ways: new Map([...ways].filter(([where]) => where !== region)),
      })),
  });
}

function turnOn(lost: readonly Region[]): Command {
  const acknowledged = lost.map(indexIn);
  return command({
    title: `up with the switch on, acknowledging [${acknowledged.join(", ")}]`,
    run: (model, real) => edit(model, real, "switch", (wanted) => ({ ...wanted, restricted: true, acknowledged })),
  });
}

function turnOff(): Command {
  return command({
    title: "up with the switch off",
    run: (model, real) => edit(model, real, "switch", ({ ways }) => ({ ways, restricted: false })),
  });
}

function forgetSwitch(): Command {
  return command({
    title: "up without the switch",
    run: (model, real) => edit(model, real, "switch", ({ ways }) => ({ ways })),
  });
}

function upAgain(part: Part): Command {
  return command({
    title: `up again of the stack of ${part}`,
    run: (model, real) => edit(model, real, part, (wanted) => wanted),
  });
}

function refresh(part: Part): Command {
  return command({
    title: `refresh of the stack of ${part}`,
    run: async (model, real) => {
      const stack = real.stackOf(part);
      await real.deployment(stack).refresh();
      model.refresh(stack);
    },
  });
}

function destroy(part: Part): Command {
  return command({
    title: `destroy of the stack of ${part}`,
    run: async (model, real) => {
      const stack = real.stackOf(part);
      const before = await real.reached();
      const expected = model.destroy(stack);
      const failure = await real.deployment(stack).destroy();
      await holdEnd(model, real, stack, { expected, failure, before });
      // What a program asks for after a destroy is a new beginning.
      if (failure === undefined) model.wanted.set(stack, NOTHING);
    },
  });
}

/** The user edits the program of a stack and runs it. What is refused they take back. */
async function edit(model: Model, real: World, part: Part, change: (wanted: Wanted) => Wanted): Promise<void> {
  const stack = real.stackOf(part);
  const wanted = change(model.wantedOf(stack));
  const before = await real.reached();
  const isToTurn = wanted.restricted === true && !model.restricted;
  const expected = model.up(stack, wanted);
  const failure = await real.deployment(stack).up(wanted);
  if (failure === undefined) model.wanted.set(stack, wanted);
  await holdEnd(model, real, stack, {
    expected,
    failure,
    before,
    acknowledged: isToTurn ? (wanted.acknowledged ?? []) : [],
  });
}
