/** Who may take a private way away: an AccessGuard asks what a PrivateEndpoint asks too. */
import { describe, expect, test } from "vitest";
import type { PropertyMap } from "../../../provider/rpc/values";
import { addEndpoint, addIndexIn, API_KEY, type NetworkBed, projectWith, vpceOf } from "./networkBed";
import { check, create, diff, read, remove } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";

function guardInputs({ projectId }: NetworkBed, region = EAST, vpcEndpointId = vpceOf(region)) {
  return { projectId, region, vpcEndpointId };
}

/** Deletes the guard of a way. */
function give(made: NetworkBed, region = EAST, name = "it"): Promise<void> {
  const inputs = guardInputs(made, region);
  return remove(made.bed, "AccessGuard", `${made.projectId}/${inputs.vpcEndpointId}`, inputs, inputs, name);
}

/** A VPC-only project. */
async function closed(
  has: { endpoints?: readonly string[]; indexes?: readonly string[] },
  configuration: PropertyMap = {},
): Promise<NetworkBed> {
  const made = await projectWith(has, configuration);
  made.bed.pinecone.restricted.add(made.projectId);
  return made;
}

describe("the guard of a way, through the API", () => {
  test("goes after one look when the project is not VPC-only", async () => {
    const made = await projectWith({ endpoints: [EAST], indexes: [EAST] });
    await give(made);
    expect(made.bed.pinecone.requests).toEqual([`GET /admin/projects/${made.projectId}/network-access`]);
  });

  test("goes with its project", async () => {
    const made = await closed({});
    made.bed.pinecone.projects.clear();
    await expect(give(made)).resolves.toBeUndefined();
  });

  test("stays with the last endpoint of the project, index or not", async () => {
    const made = await closed({ endpoints: [EAST] });
    await expect(give(made)).rejects.toThrow(
      `AccessGuard "it" is not deleted: the project ${made.projectId} is VPC-only and ${vpceOf(EAST)} is a way to its indexes: it is the last available Private Endpoint of the project.`,
    );
  });

  test("stays with the last endpoint of a region that has indexes, and names them and the ways out", async () => {
    const made = await closed({ endpoints: [EAST, WEST], indexes: [EAST, WEST] });
    const refused = give(made);
    await expect(refused).rejects.toThrow(
      /last available Private Endpoint in us-east-1, where the index "in-us-east-1" is/,
    );
    await expect(refused).rejects.toThrow(
      /Turn the switch off first.* in Pinecone's console under Network > Access\), or register another Private Endpoint in us-east-1/,
    );
    await expect(refused).rejects.not.toThrow(/in-us-west-2/);
  });

  test("goes from a region that has no index, or none that stays", async () => {
    const made = await closed({ endpoints: [EAST, WEST], indexes: [WEST] });
    addIndexIn(made, EAST, { status: { ready: false, state: "Terminating" } });
    await expect(give(made)).resolves.toBeUndefined();
  });

  test("stays when an index may be there for all anybody knows", async () => {
    const made = await closed({ endpoints: [EAST, WEST] });
    addIndexIn(made, EAST, { name: "pod", deployment: { deployment_type: "pod" } });
    await expect(give(made)).rejects.toThrow(/the index "pod" is/);
  });

  test("stays when nobody can list the indexes", async () => {
    const made = await closed({ endpoints: [EAST, WEST] }, { temporaryKeys: "false" });
    await expect(give(made)).rejects.toThrow(/nobody can list the project's indexes.*apiKey.*temporaryKeys/);
  });

  test("believes a temporary key rather than a configured one, which may be of another project", async () => {
    const made = await closed({ endpoints: [EAST, WEST], indexes: [EAST] }, { apiKey: "pcsk_other" });
    made.bed.pinecone.addApiKey(made.bed.pinecone.addProject(), { value: "pcsk_other" });
    await expect(give(made)).rejects.toThrow(/"in-us-east-1"/);
  });

  test("goes when another endpoint of the region is available, not when it is in any other state", async () => {
    const made = await closed({ endpoints: [EAST, WEST], indexes: [EAST] });
    const other = addEndpoint(made, EAST, { vpc_endpoint_id: "vpce-0fedcba9876543210", state: "pending" });
    for (const state of ["pending", "rejected", "failed", "deleting"]) {
      Object.assign(made.bed.pinecone.privateEndpoints.get(other)!, { state });
      await expect(give(made)).rejects.toThrow(/last available/);
    }
    Object.assign(made.bed.pinecone.privateEndpoints.get(other)!, { state: "available" });
    await expect(give(made)).resolves.toBeUndefined();
  });

  test.each(["pending", "rejected", "failed", "deleting"])(
    "goes when its own endpoint is %s: nobody gets in by it",
    async (state) => {
      const made = await closed({ indexes: [EAST] });
      addEndpoint(made, EAST, { state });
      await expect(give(made)).resolves.toBeUndefined();
    },
  );

  test("goes when its own endpoint is not registered any more", async () => {
    await expect(give(await closed({ endpoints: [WEST], indexes: [EAST, WEST] }))).resolves.toBeUndefined();
  });

  test("stays when a look fails", async () => {
    const made = await closed({ endpoints: [EAST] });
    made.bed.pinecone.refuse(`GET /admin/projects/${made.projectId}/network-access`, 403, "not you");
    await expect(give(made)).rejects.toThrow(/can't delete AccessGuard "it".*not you/);
  });

  test("of two ways of a region that are deleted at once, one stays", async () => {
    const made = await closed({ endpoints: [EAST], indexes: [EAST] });
    addEndpoint(made, EAST, { vpc_endpoint_id: "vpce-0fedcba9876543210" });
    const second = guardInputs(made, EAST, "vpce-0fedcba9876543210");
    const deletions = await Promise.allSettled([
      give(made),
      remove(made.bed, "AccessGuard", `${made.projectId}/${second.vpcEndpointId}`, second, second, "second"),
    ]);
    expect(deletions.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
  });

  test("of the last two ways of a project that are deleted at once, one stays, though no region has an index", async () => {
    const made = await closed({ endpoints: [EAST, WEST] });
    const deletions = await Promise.allSettled([give(made, EAST, "east"), give(made, WEST, "west")]);
    expect(deletions.map(({ status }) => status)).toEqual(["fulfilled", "rejected"]);
  });

  test("that may go is not counted on when the switch is turned on", async () => {
    const made = await closed({ endpoints: [EAST], indexes: [] });
    addEndpoint(made, EAST, { vpc_endpoint_id: "vpce-0fedcba9876543210" });
    await give(made);
    made.bed.pinecone.restricted.clear();
    for (const endpoint of made.bed.pinecone.privateEndpoints.values()) {
      if (endpoint["vpc_endpoint_id"] !== vpceOf(EAST)) endpoint["state"] = "failed";
    }
    const on = { projectId: made.projectId, privateEndpointsOnly: true };
    await expect(create(made.bed, "NetworkAccess", on)).rejects.toThrow(/no available Private Endpoint/);
  });
});

describe("an AccessGuard", () => {
  test("is made, and read, without a request", async () => {
    const made = await closed({});
    const inputs = guardInputs(made);
    const { id, outputs } = await create(made.bed, "AccessGuard", inputs);
    expect([id, outputs]).toEqual([`${made.projectId}/${vpceOf(EAST)}`, inputs]);
    expect((await read(made.bed, "AccessGuard", id, inputs, outputs))?.outputs).toEqual(inputs);
    expect(made.bed.pinecone.tokens).toBe(0);
  });

  test.each(["projectId", "region", "vpcEndpointId"])("with another %s is another guard", async (property) => {
    const made = await closed({});
    const oldInputs = guardInputs(made);
    const { changes } = await diff(made.bed, "AccessGuard", { oldInputs, news: { ...oldInputs, [property]: "other" } });
    expect(changes).toEqual([{ path: property, kind: "update", replace: true }]);
  });

  test("of a way that has another guard in this deployment goes unasked", async () => {
    const made = await closed({ endpoints: [EAST], indexes: [EAST] });
    await create(made.bed, "AccessGuard", guardInputs(made), "new");
    await expect(give(made, EAST, "old")).resolves.toBeUndefined();
    const next = { ...made, bed: await made.bed.again() };
    await check(next.bed, "AccessGuard", guardInputs(made), guardInputs(made), "new");
    await expect(give(next, EAST, "old")).resolves.toBeUndefined();
    await expect(give(next, EAST, "new")).rejects.toThrow(/last available/);
  });

  test("imported has the region that Pinecone tells", async () => {
    const made = await closed({ endpoints: [WEST] });
    const id = `${made.projectId}/${vpceOf(WEST)}`;
    expect((await read(made.bed, "AccessGuard", id))?.inputs).toEqual(guardInputs(made, WEST));
    expect(await read(made.bed, "AccessGuard", `${made.projectId}/${vpceOf(EAST)}`)).toBeUndefined();
    await expect(read(made.bed, "AccessGuard", "shop")).rejects.toThrow(/with a slash between them/);
    const byHand = await made.bed.again({ binding: "console" });
    await expect(read(byHand, "AccessGuard", id)).rejects.toThrow(/makes nothing: declare it in the program/);
  });
});

describe("the guard of a way, with the console", () => {
  const byHand = { binding: "console", apiKey: API_KEY };

  /** The fingerprint that the refusal asks for. */
  async function asked(work: Promise<void>): Promise<string> {
    const refusal = await work.then(
      () => "",
      (error: unknown) => (error instanceof Error ? error.message : ""),
    );
    return /confirmed\.it' ([0-9a-f]{12})/.exec(refusal)?.[1] ?? `none in: ${refusal}`;
  }

  test("goes when the public host of an index in the region answers", async () => {
    const made = await projectWith({ indexes: [EAST] }, byHand);
    await expect(give(made)).resolves.toBeUndefined();
    expect(made.bed.pinecone.requests).toContain("POST /describe_index_stats");
    expect(made.bed.log).toEqual([]);
  });

  test("stays when it says Unauthorized, until a person confirms that this way may go", async () => {
    const made = await closed({ indexes: [EAST] }, byHand);
    await expect(give(made)).rejects.toThrow(
      /is VPC-only \(the public host of the index "in-us-east-1" .* answers Unauthorized[^]*--run-program/,
    );
    const fingerprint = await asked(give(made));
    for (const wrong of ["0123456789ab", await asked(give(made, WEST)), "none"]) {
      const next = { ...made, bed: await made.bed.again({ confirmed: JSON.stringify({ it: wrong }) }) };
      await expect(give(next)).rejects.toThrow(/is not deleted/);
    }
    const next = { ...made, bed: await made.bed.again({ confirmed: JSON.stringify({ it: fingerprint }) }) };
    await expect(give(next)).resolves.toBeUndefined();
    // The registration behind the guard has another name, and nobody is asked twice about one way.
    await expect(give(next, EAST, "registration")).resolves.toBeUndefined();
  });

  test("goes with a warning when nobody can see: no key, no index in the region, no index that is ready", async () => {
    const unseen = [
      await closed({ indexes: [EAST] }, { binding: "console" }),
      await closed({ indexes: [WEST] }, byHand),
      await closed({}, byHand),
    ];
    addIndexIn(unseen[2]!, EAST, { status: { ready: false, state: "Initializing" } });
    for (const made of unseen) {
      await give(made);
      expect(made.bed.log.join()).toMatch(/warning: AccessGuard "it": whether the project .* is VPC-only is not known/);
    }
  });

  test("goes with a warning when the host's answer says neither", async () => {
    const made = await closed({ indexes: [EAST] }, byHand);
    made.bed.pinecone.refuse("POST /describe_index_stats", 403, "not with this key");
    await give(made);
    expect(made.bed.log.join()).toMatch(/is not known/);
    expect(made.bed.log.join()).not.toContain(API_KEY);
  });

  test("goes with its project", async () => {
    const made = await closed({ indexes: [EAST] }, byHand);
    made.bed.pinecone.projects.clear();
    await expect(give(made)).resolves.toBeUndefined();
    expect(made.bed.log).toEqual([]);
  });
});
