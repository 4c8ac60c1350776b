import { describe, expect, test } from "vitest";
import { AnswerLostError, ConflictError, ForbiddenError, InvalidRequestError, NotFoundError } from "../../pinecone";
import { PreconditionFailedError, UnexpectedShapeError } from "../../pinecone";
import { clientOf, errorOf } from "./clients";
import { lostAfter, lostBefore } from "./faults";
import { startPinecone } from "./pinecone";
import { errorBody } from "./replies";

const hourAgo = new Date(Date.now() - 3_600_000).toISOString();
const fields = { cloud: "aws", region: "us-east-1", vpcEndpointId: "vpce-0a1b2c3d4e5f60718" };
const route = "POST /admin/projects/p/private-endpoints";

describe("a Private Endpoint", () => {
  test("is made, read, renamed and deleted", async () => {
    const pinecone = await startPinecone();
    pinecone.privateEndpoint({ vpc_endpoint_id: "vpce-of-another-project" });
    const { privateEndpoints } = clientOf(pinecone.url).client;
    const made = await privateEndpoints.create("p", { ...fields, name: "search" });
    expect(made).toEqual({
      ...fields,
      id: pinecone.privateEndpoints[1]?.id,
      projectId: "p",
      name: "search",
      state: "available",
      createdAt: pinecone.privateEndpoints[1]?.["created_at"],
    });
    expect(await privateEndpoints.get(made.id)).toEqual(made);
    expect(await privateEndpoints.list("p")).toEqual([made]);
    expect(await privateEndpoints.update(made.id, { name: "find" })).toEqual({ ...made, name: "find" });
    await privateEndpoints.delete(made.id);
    expect(pinecone.privateEndpoints).toHaveLength(1);
    await expect(privateEndpoints.get(made.id)).rejects.toThrow(NotFoundError);
  });

  test("is renamed without sending anything else, whatever the object carries", async () => {
    const pinecone = await startPinecone();
    const row = pinecone.privateEndpoint();
    const surplus = { name: "a", region: "eu-west-1" };
    await clientOf(pinecone.url).client.privateEndpoints.update(row.id, surplus);
    expect(pinecone.requests.at(-1)?.body).toEqual({ name: "a" });
  });

  test.each(["pending", "available", "rejected", "failed", "deleting"] as const)(
    "that is %s says so, and why",
    async (state) => {
      const pinecone = await startPinecone();
      const { id } = pinecone.privateEndpoint({ state, state_reason: "the reason" });
      const seen = await clientOf(pinecone.url).client.privateEndpoints.get(id);
      expect(seen).toMatchObject({ state, stateReason: "the reason" });
    },
  );

  test("in a state that this version does not know is not taken for one that it knows", async () => {
    const pinecone = await startPinecone();
    const { id } = pinecone.privateEndpoint({ state: "sleeping" });
    const error = await errorOf(clientOf(pinecone.url).client.privateEndpoints.get(id));
    expect(error).toBeInstanceOf(UnexpectedShapeError);
    expect(error.message).toMatch(/state: /);
  });

  test.each([
    [400, "INVALID_ARGUMENT", InvalidRequestError],
    [403, "QUOTA_EXCEEDED", ForbiddenError],
    [404, "NOT_FOUND", NotFoundError],
    [409, "ALREADY_EXISTS", ConflictError],
    [412, "FAILED_PRECONDITION", PreconditionFailedError],
  ])("that Pinecone refuses with %d %s is not sent again", async (status, code, kind) => {
    const pinecone = await startPinecone();
    pinecone.fail(route, { kind: "answer", status, body: errorBody(status, code, "the reason") });
    const error = await errorOf(clientOf(pinecone.url).client.privateEndpoints.create("p", fields));
    expect(error.constructor).toBe(kind);
    expect(error).toMatchObject({ status, code, said: "the reason" });
    expect(error.message).toContain(`${route} (${status} ${code}): the reason`);
    expect(pinecone.count(route)).toBe(1);
  });

  test("too many does not send anybody to look at roles", async () => {
    const pinecone = await startPinecone();
    const body = errorBody(403, "QUOTA_EXCEEDED", "at most 10");
    pinecone.fail(route, { kind: "answer", status: 403, body });
    const error = await errorOf(clientOf(pinecone.url).client.privateEndpoints.create("p", fields));
    expect(error.message).toMatch(/: at most 10$/);
  });
});

describe("a Private Endpoint whose answer is lost", () => {
  test.each(lostAfter)("is adopted when it was made: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.fail(route, fault);
    const made = await clientOf(pinecone.url).client.privateEndpoints.create("p", fields);
    expect(made).toMatchObject({ ...fields, id: pinecone.privateEndpoints[0]?.id, name: fields.vpcEndpointId });
    expect(pinecone.count(route)).toBe(1);
    expect(pinecone.privateEndpoints).toHaveLength(1);
  });

  test.each(lostBefore)("is made by a second request when it was not: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    // Of the same name: that is not what it is known by.
    pinecone.privateEndpoint({ project_id: "p", name: fields.vpcEndpointId });
    pinecone.fail(route, fault);
    const made = await clientOf(pinecone.url).client.privateEndpoints.create("p", fields);
    expect(made.id).toBe(pinecone.privateEndpoints[1]?.id);
    expect(pinecone.count(route)).toBe(2);
  });

  test.each([
    ["of another region", { region: "eu-west-1" }],
    ["of another name", { name: "theirs" }],
  ])("is not taken for one %s that somebody made meanwhile", async (_what, theirs) => {
    const pinecone = await startPinecone();
    const { client } = clientOf(pinecone.url);
    pinecone.fail(route, { kind: "cut", after: true });
    const list = client.privateEndpoints.list.bind(client.privateEndpoints);
    client.privateEndpoints.list = (...all) => {
      Object.assign(pinecone.privateEndpoints[0] ?? {}, theirs);
      return list(...all);
    };
    const error = await errorOf(client.privateEndpoints.create("p", fields));
    expect(error).toBeInstanceOf(AnswerLostError);
    expect(error.message).toMatch(/Private Endpoint "vpce-\w+" was lost, .* with other settings than were sent/);
    expect(error).toMatchObject({ candidates: [pinecone.privateEndpoints[0]?.id] });
  });

  test("is not taken for one that was registered before, which Pinecone refuses to register again", async () => {
    const pinecone = await startPinecone();
    pinecone.privateEndpoint({ project_id: "p", vpc_endpoint_id: fields.vpcEndpointId, created_at: hourAgo });
    pinecone.fail(route, { kind: "cut" });
    const { client } = clientOf(pinecone.url);
    await expect(client.privateEndpoints.create("p", fields)).rejects.toThrow(ConflictError);
    expect(pinecone.privateEndpoints).toHaveLength(1);
  });

  test("and that no look has seen is adopted when the second request finds it in its way", async () => {
    const pinecone = await startPinecone();
    const { client, clock } = clientOf(pinecone.url);
    pinecone.fail(route, { kind: "cut", after: true });
    const unseen = { kind: "answer", status: 200, body: '{"data":[]}' } as const;
    pinecone.fail("GET /admin/projects/p/private-endpoints", unseen, unseen, unseen, unseen);
    const made = await client.privateEndpoints.create("p", fields);
    expect(made.id).toBe(pinecone.privateEndpoints[0]?.id);
    expect(pinecone.count(route)).toBe(2);
    expect(clock.sleeps).toEqual([1000, 2000, 4000]);
  });
});

describe("the VPC-only switch", () => {
  test("is read and turned, of the one project alone", async () => {
    const pinecone = await startPinecone();
    const { networkAccess } = clientOf(pinecone.url).client;
    expect(await networkAccess.get("p")).toEqual({ projectId: "p", privateEndpointsOnly: false });
    const on = { projectId: "p", privateEndpointsOnly: true };
    expect(await networkAccess.update("p", on)).toEqual(on);
    expect(pinecone.requests.at(-1)?.body).toEqual({ private_endpoints_only: true });
    expect(await networkAccess.get("p")).toEqual(on);
    expect(await networkAccess.get("q")).toEqual({ projectId: "q", privateEndpointsOnly: false });
    await networkAccess.update("p", { privateEndpointsOnly: false });
    expect(pinecone.restricted.size).toBe(0);
  });

  test.each(lostAfter.slice(0, 3))("is sent again when the answer is lost: %s", async (_what, fault) => {
    const pinecone = await startPinecone();
    pinecone.fail("PATCH", fault);
    const { networkAccess } = clientOf(pinecone.url).client;
    expect(await networkAccess.update("p", { privateEndpointsOnly: true })).toMatchObject({
      privateEndpointsOnly: true,
    });
    expect(pinecone.count("PATCH")).toBe(2);
  });

  test("that Pinecone does not tell is not taken for off", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("GET", { kind: "answer", status: 200, body: '{"project_id":"p"}' });
    await expect(clientOf(pinecone.url).client.networkAccess.get("p")).rejects.toThrow(UnexpectedShapeError);
  });

  test("of a project that is not there says so", async () => {
    const pinecone = await startPinecone();
    pinecone.fail("GET", { kind: "answer", status: 404, body: errorBody(404, "NOT_FOUND", "no project p") });
    await expect(clientOf(pinecone.url).client.networkAccess.get("p")).rejects.toThrow(NotFoundError);
  });
});
