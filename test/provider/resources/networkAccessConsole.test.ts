import { describe, expect, test } from "vitest";
import { fingerprintOf } from "../../../provider/resources/network/worksheet";
import { half } from "./endpointBed";
import { API_KEY, byHand, confirming, off, on, projectWith, restricted, seeing, vpceOf } from "./networkBed";
import { check, create } from "./testbed";

const EAST = "us-east-1";
const WEST = "us-west-2";
const REGIONS = { regions: [EAST] };

describe("a NetworkAccess by hand, turned on", () => {
  test("is half-created, with a worksheet that names the regions, the page, both names of the toggle and the command", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, byHand);
    const pending = await half(create(bed, "NetworkAccess", restricted(projectId, REGIONS)));
    expect([pending.id, pending.outputs["status"]]).toEqual([projectId, "pending"]);
    const worksheet = pending.reasons.join("\n");
    for (const part of [
      `must be there for ${EAST}`,
      `select the project ${projectId} and go to Network > Access`,
      `"VPC endpoint access only" (newer: "Restrict access to only private endpoints") on`,
      `'pinecone-security:confirmed.it' ${on(projectId)}`,
    ])
      expect(worksheet).toContain(part);
    expect(bed.pinecone.restricted.size).toBe(0);
  });

  test("is not asked of anybody when it would lock somebody out", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST, WEST] }, byHand);
    const refused = create(bed, "NetworkAccess", restricted(projectId, REGIONS));
    await expect(refused).rejects.toThrow(/"in-us-west-2" \(us-west-2\)[^]*With `binding: console` nobody can look/);
    await expect(refused).rejects.not.toThrow(/Waiting for a person/);
    const told = restricted(projectId, { ...REGIONS, acknowledgeLostAccess: [`in-${WEST}`] });
    await half(create(bed, "NetworkAccess", told));
  });

  test("goes by the regions of the program's PrivateEndpoints when none are given, and by none when there are none", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, byHand);
    await expect(create(bed, "NetworkAccess", restricted(projectId))).rejects.toThrow(
      /no available Private Endpoint that is known/,
    );
    await check(bed, "PrivateEndpoint", { projectId, region: EAST, vpcEndpointId: vpceOf(EAST) });
    expect((await check(bed, "NetworkAccess", restricted(projectId))).failures).toEqual([]);
    expect((await half(create(bed, "NetworkAccess", restricted(projectId)))).reasons.join()).toContain(
      `there for ${EAST}`,
    );
  });

  test("confirmed is attested where nobody can see, and verified where the public host says Unauthorized", async () => {
    const made = await projectWith({ indexes: [EAST] }, byHand);
    const { bed, projectId } = made;
    const inputs = restricted(projectId, REGIONS);
    const unseen = await confirming(made, on(projectId));
    expect((await create(unseen, "NetworkAccess", inputs)).outputs).toMatchObject({
      status: "restricted",
      evidence: "attested",
    });
    bed.pinecone.restricted.add(projectId);
    const seen = await confirming(made, on(projectId), { apiKey: API_KEY });
    expect((await create(seen, "NetworkAccess", inputs)).outputs).toMatchObject({
      status: "restricted",
      evidence: "verified",
      seen: `the public host of the index "in-${EAST}" (in-${EAST}-a1b234c.svc.aped-4627-b74a.pinecone.io) answers Unauthorized over the internet`,
    });
  });

  test("confirmed while the public host answers is not finished, and says what was seen", async () => {
    const made = await projectWith({ indexes: [EAST] }, seeing);
    const { projectId } = made;
    const next = await confirming(made, on(projectId));
    const pending = await half(create(next, "NetworkAccess", restricted(projectId, REGIONS)));
    expect(pending.outputs["status"]).toBe("pending");
    expect(pending.reasons.join()).toMatch(
      /confirms that it is on, but the public host of the index "in-us-east-1" .* answers over/,
    );
  });

  test("confirmed long ago, and turned off since, it is not asked for again against the rule", async () => {
    const made = await projectWith({ indexes: [EAST, WEST] }, seeing);
    const next = await confirming(made, on(made.projectId));
    await expect(create(next, "NetworkAccess", restricted(made.projectId, REGIONS))).rejects.toThrow(/"in-us-west-2"/);
  });

  test("that nobody has confirmed waits for a person although the public host says Unauthorized", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST, WEST] }, seeing);
    bed.pinecone.restricted.add(projectId);
    const inputs = restricted(projectId, REGIONS);
    // It is on already, so what it would cost is told to nobody.
    expect((await check(bed, "NetworkAccess", inputs)).failures).toEqual([]);
    expect((await half(create(bed, "NetworkAccess", inputs))).outputs["status"]).toBe("pending");
  });

  test("with another fingerprint confirmed names the right one, unless it is that of the step before", async () => {
    const made = await projectWith({}, byHand);
    const inputs = restricted(made.projectId, REGIONS);
    const wrong = await half(create(await confirming(made, "0123456789ab"), "NetworkAccess", inputs));
    expect(wrong.reasons.join()).toContain(
      `confirms 0123456789ab, but these values have the fingerprint ${on(made.projectId)}`,
    );
    const before = await half(create(await confirming(made, off(made.projectId)), "NetworkAccess", inputs));
    expect(before.reasons.join()).not.toContain("The configuration confirms");
  });

  test("is announced in preview, as far as its values are known", async () => {
    const { bed, projectId } = await projectWith({}, byHand);
    const preview = { ...bed.call("NetworkAccess"), preview: true, timeoutSeconds: 0 };
    await bed.handler("NetworkAccess").create({ ...preview, inputs: restricted(projectId, REGIONS) });
    await bed.handler("NetworkAccess").create({ ...preview, inputs: { privateEndpointsOnly: true } });
    await bed.handler("NetworkAccess").create({ ...preview, inputs: { projectId, privateEndpointsOnly: false } });
    expect(bed.log[0]).toContain(on(projectId));
    expect(bed.log[1]).toMatch(/shows the worksheet once all values are known/);
    expect(bed.log).toHaveLength(2);
  });
});

describe("a NetworkAccess by hand, turned off", () => {
  test("asks nobody where the public host answers over the internet", async () => {
    const { bed, projectId } = await projectWith({ indexes: [EAST] }, seeing);
    const { outputs } = await create(bed, "NetworkAccess", { projectId, privateEndpointsOnly: false });
    expect(outputs).toMatchObject({ status: "open", evidence: "verified" });
  });

  test("asks a person otherwise, looks at no rule, and does not believe what the public host contradicts", async () => {
    const made = await projectWith({ indexes: [EAST, WEST] }, byHand);
    const inputs = { projectId: made.projectId, privateEndpointsOnly: false };
    const pending = await half(create(made.bed, "NetworkAccess", inputs));
    expect(pending.reasons.join()).toMatch(/toggle .* off\.[^]*Confirm that it is off/);
    const confirmed = await confirming(made, off(made.projectId));
    expect((await create(confirmed, "NetworkAccess", inputs)).outputs).toMatchObject({
      status: "open",
      evidence: "attested",
    });
    made.bed.pinecone.restricted.add(made.projectId);
    const contradicted = await confirming(made, off(made.projectId), { apiKey: API_KEY });
    expect((await half(create(contradicted, "NetworkAccess", inputs))).reasons.join()).toMatch(
      /confirms that it is off, but .* answers Unauthorized/,
    );
  });
});

test.each(["projectId", "privateEndpointsOnly"])("a switch with another %s has another fingerprint", (field) => {
  const values = { projectId: "p", privateEndpointsOnly: true };
  expect(fingerprintOf({ ...values, [field]: field === "projectId" ? "q" : false })).not.toBe(fingerprintOf(values));
});
