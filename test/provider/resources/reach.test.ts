import fc from "fast-check";
import { describe, expect, test } from "vitest";
import {
  type PlacedEndpoint,
  type PlacedIndex,
  reachOf,
  servedAt,
  waysLeft,
} from "../../../provider/resources/network/reach";

const EAST = { cloud: "aws", region: "us-east-1" };
const WEST = { cloud: "aws", region: "us-west-2" };

function index(name: string, fields: Partial<PlacedIndex> = EAST): PlacedIndex {
  return { name, ...fields };
}

function endpoint(id: string, fields: Partial<PlacedEndpoint> = {}): PlacedEndpoint {
  return { id, vpcEndpointId: `vpce-${id}`, ...EAST, state: "available", ...fields };
}

function names(indexes: readonly PlacedIndex[]): string[] {
  return indexes.map(({ name }) => name);
}

describe("who gets to the indexes of a VPC-only project", () => {
  test("an index at a way's place loses its public access alone, any other one all of it", () => {
    const { kept, lost } = reachOf([index("east"), index("west", WEST)], [EAST]);
    expect([names(kept), names(lost)]).toEqual([["east"], ["west"]]);
  });

  test.each<[claim: string, fields: Partial<PlacedIndex>]>([
    ["in the same region of another cloud", { cloud: "gcp", region: "us-east-1" }],
    ["whose region is not told, as of a pod index", {}],
    ["whose cloud is not told", { region: "us-east-1" }],
    ["that is not ready yet", { ...WEST, status: { ready: false, state: "Initializing" } }],
    ["that failed", { ...WEST, status: { ready: false, state: "Failed" } }],
  ])("an index %s is lost", (_claim, fields) => {
    expect(names(reachOf([index("it", fields)], [EAST]).lost)).toEqual(["it"]);
  });

  test("an index that is being deleted has nothing to lose, and keeps no way", () => {
    const going = index("going", { ...EAST, status: { ready: false, state: "Terminating" } });
    expect(reachOf([going], [])).toEqual({ kept: [], lost: [] });
    expect(servedAt([going], EAST)).toEqual([]);
  });

  test("a way may lead to an index whose place is not told, and does not to one elsewhere", () => {
    const all = [
      index("east"),
      index("west", WEST),
      index("pod", {}),
      index("cloudless", { region: "us-east-1" }),
      index("other cloud", { cloud: "gcp", region: "us-east-1" }),
    ];
    expect(names(servedAt(all, EAST))).toEqual(["east", "pod", "cloudless"]);
  });
});

describe("what is left when an endpoint goes", () => {
  test.each<PlacedEndpoint["state"]>(["pending", "rejected", "failed", "deleting"])(
    "one that is %s let nobody in, so all is as before",
    (state) => {
      expect(waysLeft(endpoint("a", { state }), [])).toBe("same");
    },
  );

  test.each<PlacedEndpoint["state"]>(["pending", "rejected", "failed", "deleting"])(
    "another one that is %s lets nobody in",
    (state) => {
      expect(waysLeft(endpoint("a"), [endpoint("b", { state })])).toBe("none");
    },
  );

  test("one that is not registered let nobody in", () => {
    expect(waysLeft(undefined, [endpoint("b")])).toBe("same");
  });

  test("another one counts in the same region of the same cloud, and is no other one when it is itself", () => {
    expect(waysLeft(endpoint("a"), [endpoint("b")])).toBe("another");
    expect(waysLeft(endpoint("a"), [endpoint("b", WEST)])).toBe("elsewhere");
    expect(waysLeft(endpoint("a"), [endpoint("b", { cloud: "azure" })])).toBe("elsewhere");
    expect(waysLeft(endpoint("a"), [endpoint("a")])).toBe("none");
  });
});

const regions = fc.constantFrom("us-east-1", "us-west-2", "eu-west-1");
const clouds = fc.constantFrom("aws", "gcp");
const states = fc.constantFrom<PlacedEndpoint["state"]>("pending", "available", "rejected", "failed", "deleting");
const endpoints = fc
  .array(fc.record({ cloud: clouds, region: regions, state: states }), { maxLength: 5 })
  .map((all) => all.map((one, number) => endpoint(String(number), one)));
const indexes = fc
  .array(
    fc.record({
      cloud: fc.option(clouds, { nil: undefined }),
      region: fc.option(regions, { nil: undefined }),
      status: fc.constantFrom(undefined, { ready: true, state: "Ready" }, { ready: false, state: "Terminating" }),
    }),
    { maxLength: 6 },
  )
  .map((all) =>
    all.map(({ cloud, region, status }, number) =>
      index(String(number), {
        ...(cloud === undefined ? {} : { cloud }),
        ...(region === undefined ? {} : { region }),
        ...(status === undefined ? {} : { status }),
      }),
    ),
  );

function available(all: readonly PlacedEndpoint[]): PlacedEndpoint[] {
  return all.filter(({ state }) => state === "available");
}

describe("for any endpoints and indexes", () => {
  test("every index that stays is kept or lost, never both, and in the order it came", () => {
    fc.assert(
      fc.property(indexes, endpoints, (all, ways) => {
        const { kept, lost } = reachOf(all, ways);
        const staying = names(all.filter(({ status }) => status?.state !== "Terminating"));
        expect([...names(kept), ...names(lost)].sort()).toEqual([...staying].sort());
        expect(staying.filter((name) => names(kept).includes(name))).toEqual(names(kept));
      }),
    );
  });

  test("one more way loses nobody anything", () => {
    fc.assert(
      fc.property(indexes, endpoints, regions, (all, ways, region) => {
        const more = reachOf(all, [...ways, { cloud: "aws", region }]);
        expect(names(more.kept)).toEqual(expect.arrayContaining(names(reachOf(all, ways).kept)));
      }),
    );
  });

  test("the order of the ways, and their repetition, change nothing", () => {
    fc.assert(
      fc.property(indexes, endpoints, (all, ways) => {
        expect(reachOf(all, [...ways, ...ways].reverse())).toEqual(reachOf(all, ways));
      }),
    );
  });

  test("an endpoint that may go takes no index along: whatever was reached is reached without it", () => {
    fc.assert(
      fc.property(indexes, endpoints, fc.nat(), (all, registered, choice) => {
        const going = registered[choice % Math.max(registered.length, 1)];
        fc.pre(going !== undefined);
        const others = registered.filter(({ id }) => id !== going.id);
        const left = waysLeft(going, others);
        const mayGo =
          left === "same" || left === "another" || (left === "elsewhere" && servedAt(all, going).length === 0);
        const before = names(reachOf(all, available(registered)).kept);
        const after = names(reachOf(all, available(others)).kept);
        if (mayGo) expect(after).toEqual(before);
        // And the rule is no stricter than it must be: what stays by it serves an index, may serve one, or is the last of all.
        else expect(left === "none" || after.length < before.length || all.some(isUnplaced)).toBe(true);
      }),
    );
  });
});

function isUnplaced({ cloud, region }: PlacedIndex): boolean {
  return cloud === undefined || region === undefined;
}
