import { CheckRequest, CreateRequest, DiffRequest, DiffResponse, PropertyDiff } from "@pulumi/pulumi/proto/provider_pb";
import { describe, expect, test } from "vitest";
import {
  decodeProperties,
  encodeProperties,
  Secret,
  UNKNOWN,
  type CheckFailure,
  type CheckRequest as Check,
  type CreateRequest as Create,
  type Diff,
  type DiffRequest as DiffOf,
  type PropertyMap,
} from "../../../provider/rpc";
import { ask, clientOf, TYPE, URN, withResource } from "./support";

const wire = encodeProperties;

describe("a handler learns of its resource", () => {
  const names = async (request: CreateRequest): Promise<object> => {
    let seen: object = {};
    const create = async ({ urn, type, name }: Create): Promise<{ id: string; outputs: PropertyMap }> => {
      seen = { urn, type, name };
      return { id: "1", outputs: {} };
    };
    const client = await clientOf(withResource({ create }));
    await ask(client, "create", request);
    return seen;
  };

  test("the URN, and type and name as the engine gives them", async () => {
    const seen = await names(new CreateRequest().setUrn(URN).setType(TYPE).setName("given"));
    expect(seen).toEqual({ urn: URN, type: TYPE, name: "given" });
  });

  test("type and name from the URN where an older engine gives none", async () => {
    const urn = `urn:pulumi:dev::shop::a:b:C$${TYPE}::one::two`;
    expect(await names(new CreateRequest().setUrn(urn))).toEqual({ urn, type: TYPE, name: "one::two" });
  });
});

describe("Check", () => {
  const checked = async (
    request: CheckRequest,
    failures: CheckFailure[] = [],
  ): Promise<{ seen: Check | undefined; inputs: PropertyMap; failures: { property: string; reason: string }[] }> => {
    let seen: Check | undefined;
    const client = await clientOf(
      withResource({
        check: async (given) => {
          seen = given;
          return { inputs: { ...given.news, added: 1 }, failures };
        },
      }),
    );
    const response = await ask(client, "check", request.setUrn(URN));
    return {
      seen,
      inputs: decodeProperties(response.getInputs()),
      failures: response.getFailuresList().map((failure) => failure.toObject()),
    };
  };

  test("passes old and new inputs and the seed, and gives back inputs with secrets and unknowns kept", async () => {
    const news = { key: new Secret("s3cret"), later: UNKNOWN };
    const request = new CheckRequest()
      .setOlds(wire({ a: 1 }))
      .setNews(wire(news))
      .setRandomseed(new Uint8Array([7, 8]));
    const { seen, inputs } = await checked(request);
    expect(seen?.olds).toEqual({ a: 1 });
    expect([...(seen?.randomSeed ?? [])]).toEqual([7, 8]);
    expect((inputs["key"] as Secret).reveal()).toBe("s3cret");
    expect(inputs).toMatchObject({ later: UNKNOWN, added: 1 });
  });

  test("says with no old inputs that the resource is new", async () => {
    const { seen } = await checked(new CheckRequest().setOlds(wire({})).setNews(wire({})));
    expect(seen).toHaveProperty("olds", undefined);
  });

  test("names the property of a failure where the engine may print its value", async () => {
    const request = new CheckRequest().setNews(wire({ name: "" }));
    const { failures } = await checked(request, [{ property: "name", reason: "is empty" }]);
    expect(failures).toEqual([{ property: "name", reason: "is empty" }]);
  });

  test.each<[string, PropertyMap, string]>([
    ["secret", { key: new Secret("s3cret") }, "key"],
    ["secret inside", { key: { part: [new Secret("s3cret")] } }, "key"],
    ["unknown", { key: UNKNOWN }, "key"],
    ["not there", {}, "key"],
    ["inside another", { key: ["a"] }, "key[0]"],
  ])("keeps the engine from printing a value that is %s", async (_what, news, property) => {
    const request = new CheckRequest().setNews(wire(news));
    const { failures } = await checked(request, [{ property, reason: "must not be s3cret" }]);
    const reason = JSON.stringify(news).includes("[secret]") ? "must not be [secret]" : "must not be s3cret";
    expect(failures).toEqual([{ property: "", reason: `${property}: ${reason}` }]);
  });
});

describe("Diff", () => {
  const diffed = async (
    diff: Diff,
    request = new DiffRequest(),
  ): Promise<{ seen: DiffOf[]; response: DiffResponse }> => {
    const seen: DiffOf[] = [];
    const client = await clientOf(
      withResource({
        diff: async (given) => {
          seen.push(given);
          return diff;
        },
      }),
    );
    return { seen, response: await ask(client, "diff", request.setUrn(URN)) };
  };

  test("passes old inputs, old outputs, new inputs and what is ignored", async () => {
    const request = new DiffRequest()
      .setId("id-1")
      .setOldInputs(wire({ a: 1 }))
      .setOlds(wire({ a: 1, out: "x" }))
      .setNews(wire({ a: UNKNOWN }))
      .setIgnorechangesList(["b"]);
    const { seen } = await diffed({ changes: [], stables: [] }, request);
    expect(seen).toMatchObject([
      { id: "id-1", oldInputs: { a: 1 }, oldOutputs: { a: 1, out: "x" }, news: { a: UNKNOWN }, ignoreChanges: ["b"] },
    ]);
  });

  test("without changes says so, and what stays known", async () => {
    const { response } = await diffed({ changes: [], stables: ["createdAt"] });
    expect(response.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_NONE);
    expect(response.getHasdetaileddiff()).toBe(true);
    expect(response.getStablesList()).toEqual(["createdAt"]);
  });

  test("tells every kind of change, each property once, and which ones replace", async () => {
    const { ADD, ADD_REPLACE, DELETE, DELETE_REPLACE, UPDATE, UPDATE_REPLACE } = PropertyDiff.Kind;
    const kinds = {
      "a.x": ADD,
      b: ADD_REPLACE,
      "c[0]": DELETE,
      "c[1]": DELETE_REPLACE,
      d: UPDATE,
      '["e.f"].g': UPDATE_REPLACE,
    };
    const { response } = await diffed({
      stables: [],
      changes: [
        { path: "a.x", kind: "add", replace: false },
        { path: "b", kind: "add", replace: true },
        { path: "c[0]", kind: "delete", replace: false },
        { path: "c[1]", kind: "delete", replace: true },
        { path: "d", kind: "update", replace: false },
        { path: '["e.f"].g', kind: "update", replace: true },
      ],
    });
    expect(response.getChanges()).toBe(DiffResponse.DiffChanges.DIFF_SOME);
    expect(response.getDiffsList()).toEqual(["a", "b", "c", "d", "e.f"]);
    expect(response.getReplacesList()).toEqual(["b", "c", "e.f"]);
    const detailed = response
      .getDetaileddiffMap()
      .toArray()
      .map(([path]) => path);
    expect(detailed.sort()).toEqual(Object.keys(kinds).sort());
    for (const [path, kind] of Object.entries(kinds)) {
      const change = response.getDetaileddiffMap().get(path);
      expect([change?.getKind(), change?.getInputdiff()], path).toEqual([kind, true]);
    }
  });

  test.each([true, false])("passes on deleteBeforeReplace %s", async (deleteBeforeReplace) => {
    const { response } = await diffed({ changes: [], stables: [], deleteBeforeReplace });
    expect(response.getDeletebeforereplace()).toBe(deleteBeforeReplace);
  });
});
