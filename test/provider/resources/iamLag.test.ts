import { describe, expect, test } from "vitest";
import { TimeoutReason } from "../../../provider/rpc/errors";
import { bindingInputs, create, testbed } from "./testbed";

const LAG =
  "User: arn:aws:iam::444455556666:role/pinecone_cmek_access_us-east-1 is not authorized to perform: sts:AssumeRole";

describe("a CmekBinding through the API", () => {
  test("waits out IAM's lag, with pauses that grow, and says so", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.refuse("POST /admin/projects/", 412, LAG, 5);
    await create(bed, "CmekBinding", bindingInputs(projectId));
    expect(bed.clock.sleeps).toEqual([750, 1500, 3000, 6000, 7500]);
    expect(bed.statuses[0]).toMatch(/^waiting for IAM, 300 s left: .*sts:AssumeRole/);
  });

  test("ends a lag that never ends at five minutes, with the vendor's message and nothing bound", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.refuse("POST /admin/projects/", 412, LAG, 1000);
    const started = bed.clock.time;
    await expect(create(bed, "CmekBinding", bindingInputs(projectId))).rejects.toThrow(
      /within 300 s: .*sts:AssumeRole.*Nothing is bound/,
    );
    expect(bed.clock.time - started).toBe(300_000);
  });

  test("obeys customTimeouts, also when the call's own signal is first", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.refuse("POST /admin/projects/", 412, LAG, 1000);
    await expect(create(bed, "CmekBinding", bindingInputs(projectId), "it", 20)).rejects.toThrow(
      /within 20 s: .*sts:AssumeRole/,
    );
    const controller = new AbortController();
    bed.clock.sleep = async () => {
      controller.abort(new TimeoutReason(60));
      throw new Error("aborted");
    };
    const request = {
      ...bed.call("CmekBinding", "it", controller.signal),
      inputs: bindingInputs(projectId),
      preview: false,
      timeoutSeconds: 60,
    };
    await expect(bed.handler("CmekBinding").create(request)).rejects.toThrow(/within 60 s: .*sts:AssumeRole/);
  });

  test("ends at once when the refusal gives a reason, which lag has none of", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    const details = {
      step: "assume_role",
      aws_error_code: "AccessDenied",
      reasons: ["the external ID is another one"],
    };
    bed.pinecone.refuse("POST /admin/projects/", 412, `${LAG}: the external ID is another one`, 5, details);
    await expect(create(bed, "CmekBinding", bindingInputs(projectId))).rejects.toThrow(
      /the external ID is another one/,
    );
    expect(bed.clock.sleeps).toEqual([]);
  });

  test("ends at once on any other refusal", async () => {
    const bed = await testbed({ binding: "api" });
    const projectId = bed.pinecone.addProject();
    bed.pinecone.refuse("POST /admin/projects/", 412, "the key is disabled: DisabledException", 5);
    await expect(create(bed, "CmekBinding", bindingInputs(projectId))).rejects.toThrow(
      /can't create CmekBinding "it": .*DisabledException/,
    );
    expect(bed.clock.sleeps).toEqual([]);
  });
});
