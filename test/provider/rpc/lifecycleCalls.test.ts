import { CreateRequest, DeleteRequest, ReadRequest, UpdateRequest } from "@pulumi/pulumi/proto/provider_pb";
import { describe, expect, test } from "vitest";
import {
  decodeProperties,
  encodeProperties,
  Secret,
  UNKNOWN,
  type CreateRequest as Create,
  type DeleteRequest as Delete,
  type ReadRequest as Read,
  type UpdateRequest as Update,
} from "../../../provider/rpc";
import { ask, clientOf, failureOf, TYPE, URN, withResource } from "./support";

const wire = encodeProperties;

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
