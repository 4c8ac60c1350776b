import {
  CheckRequest,
  CreateRequest,
  DeleteRequest,
  DiffRequest,
  DiffResponse,
  PropertyDiff,
  ReadRequest,
  UpdateRequest,
} from "@pulumi/pulumi/proto/provider_pb";
import { describe, expect, test } from "vitest";
import {
  decodeProperties,
  encodeProperties,
  Secret,
  UNKNOWN,
  type CheckFailure,
  type CheckRequest as Check,
  type CreateRequest as Create,
  type DeleteRequest as Delete,
  type Diff,
  type DiffRequest as DiffOf,
  type PropertyMap,
  type ReadRequest as Read,
  type UpdateRequest as Update,
} from "../../../provider/rpc";
import { ask, clientOf, failureOf, TYPE, URN, withResource } from "./support";

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

describe("Create and Update", () => {
  test("pass preview and timeout, and answer unknowns in a preview", async () => {
    const seen: (Create | Update)[] = [];
    const client = await clientOf(
      withResource({
        create: async (given) => {
          seen.push(given);
          return { id: "", outputs: { ...given.inputs, out: UNKNOWN } };
        },
        update: async (given) => {
          seen.push(given);
          return { outputs: { ...given.news, out: UNKNOWN } };
        },
      }),
    );
    const properties = wire({ a: UNKNOWN });
    const create = new CreateRequest().setUrn(URN).setProperties(properties).setPreview(true).setTimeout(90);
    const created = await ask(client, "create", create);
    const update = new UpdateRequest()
      .setUrn(URN)
      .setId("i")
      .setOldInputs(wire({ a: 1 }))
      .setOlds(wire({ a: 1, out: 2 }));
    const updated = await ask(client, "update", update.setNews(properties).setPreview(true).setTimeout(90));
    expect(seen).toMatchObject([
      { inputs: { a: UNKNOWN }, preview: true, timeoutSeconds: 90 },
      {
        id: "i",
        oldInputs: { a: 1 },
        oldOutputs: { a: 1, out: 2 },
        news: { a: UNKNOWN },
        preview: true,
        timeoutSeconds: 90,
      },
    ]);
    expect(decodeProperties(created.getProperties())).toEqual({ a: UNKNOWN, out: UNKNOWN });
    expect(decodeProperties(updated.getProperties())).toEqual({ a: UNKNOWN, out: UNKNOWN });
  });

  test("outside of a preview leave out what is unknown, so that the engine does not drop what was made", async () => {
    const outputs = { a: 1, out: UNKNOWN };
    const client = await clientOf(
      withResource({ create: async () => ({ id: "i", outputs }), update: async () => ({ outputs }) }),
    );
    const created = await ask(client, "create", new CreateRequest().setUrn(URN));
    const updated = await ask(client, "update", new UpdateRequest().setUrn(URN));
    expect(created.getId()).toBe("i");
    expect(decodeProperties(created.getProperties())).toEqual({ a: 1 });
    expect(decodeProperties(updated.getProperties())).toEqual({ a: 1 });
  });

  test("answer secrets as secrets", async () => {
    const client = await clientOf(
      withResource({ create: async () => ({ id: "i", outputs: { value: new Secret("s3cret") } }) }),
    );
    const created = await ask(client, "create", new CreateRequest().setUrn(URN));
    const { value } = decodeProperties(created.getProperties());
    expect((value as Secret).reveal()).toBe("s3cret");
  });
});

describe("Read", () => {
  test("passes what the state has and answers what is there", async () => {
    const seen: Read[] = [];
    const client = await clientOf(
      withResource({
        read: async (given) => {
          seen.push(given);
          return { id: "new", inputs: { a: 2 }, outputs: { a: 2, out: 3 } };
        },
      }),
    );
    const request = new ReadRequest()
      .setUrn(URN)
      .setId("old")
      .setInputs(wire({ a: 1 }))
      .setProperties(wire({ out: 0 }));
    const response = await ask(client, "read", request);
    expect(seen).toMatchObject([{ id: "old", inputs: { a: 1 }, outputs: { out: 0 } }]);
    expect(response.getId()).toBe("new");
    expect(decodeProperties(response.getInputs())).toEqual({ a: 2 });
    expect(decodeProperties(response.getProperties())).toEqual({ a: 2, out: 3 });
  });

  test("answers neither id nor properties for what is gone", async () => {
    const client = await clientOf(withResource({ read: async () => undefined }));
    const response = await ask(client, "read", new ReadRequest().setUrn(URN).setId("old"));
    expect([response.getId(), response.hasProperties(), response.hasInputs()]).toEqual(["", false, false]);
  });
});

describe("Delete", () => {
  test("passes id, inputs, outputs and timeout", async () => {
    const seen: Delete[] = [];
    const client = await clientOf(
      withResource({
        delete: async (given) => {
          seen.push(given);
        },
      }),
    );
    const request = new DeleteRequest()
      .setUrn(URN)
      .setId("i")
      .setOldInputs(wire({ a: 1 }))
      .setProperties(wire({ b: 2 }));
    await ask(client, "delete", request.setTimeout(5));
    expect(seen).toMatchObject([{ id: "i", inputs: { a: 1 }, outputs: { b: 2 }, timeoutSeconds: 5 }]);
  });
});

describe("calls at the same time", () => {
  test("run side by side and get their own answers", async () => {
    const count = 50;
    let waiting = 0;
    let release: () => void = () => undefined;
    const all = new Promise<void>((resolve) => (release = resolve));
    const client = await clientOf(
      withResource({
        create: async ({ inputs }) => {
          waiting += 1;
          if (waiting === count) release();
          await all;
          return { id: `id-${JSON.stringify(inputs["n"])}`, outputs: inputs };
        },
      }),
    );
    const requests = Array.from({ length: count }, (_, n) =>
      new CreateRequest().setUrn(URN).setProperties(wire({ n })),
    );
    const responses = await Promise.all(requests.map((request) => ask(client, "create", request)));
    expect(responses.map((response) => response.getId())).toEqual(requests.map((_, n) => `id-${n}`));
  });
});

describe("a type the package does not have", () => {
  test.each(["sample:index:Other", "toString"])("is refused with those it has: %s", async (type) => {
    const client = await clientOf(withResource({}));
    const error = await failureOf(ask(client, "read", new ReadRequest().setUrn(URN).setType(type)));
    expect(error.details).toMatch(`sample 1.2.3 has no resource type "${type}". It has ${TYPE}.`);
  });
});
