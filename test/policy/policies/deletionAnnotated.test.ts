import { describe, expect, test } from "vitest";
import { judge } from "../../../policy/judge";
import type { Change } from "../../../policy/model/plan";
import { KEY, ROLE, SECURITY_GROUP, VPC_ENDPOINT, ZONE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { World } from "../../../policy/model/world";
import { deletionAnnotated } from "../../../policy/policies/deletionAnnotated";
import { settingsOf } from "../../../policy/settings";
import { changed, compliant, type Fixture, never, planOf, resource, verdicts, without, withMore } from "../fixture";

const policy = "pinecone-deletion-annotated";
const deleted = (name: string, worth: string) =>
  `${name}: it is deleted, and ${worth}; expected its name in \`annotated\`.`;

/** What this policy alone says of a plan where a resource is changed in that way; `undefined`: as the engine tells it. */
function saidOf(fixture: Fixture, name: string, change: Change | undefined): string[] {
  const plan = planOf(fixture);
  const resources = plan.resources.map((each) => (each.name === name ? { ...each, change } : each));
  return judge(deletionAnnotated, new World({ ...plan, resources }), settingsOf(deletionAnnotated)).map(
    ({ message }) => message,
  );
}

describe(policy, () => {
  test("is kept where nothing goes", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test("is kept by what it does not guard", () => {
    expect(verdicts(without(compliant, "search-api-key-query"))).toEqual({});
  });

  test("is violated by an index that is deleted", () => {
    expect(verdicts(without(compliant, "products"))).toEqual({
      [policy]: [deleted("products", "an index goes with its data")],
    });
  });

  test("is violated by an endpoint that is deleted with all of its way", () => {
    const way = ["link-endpoint", "link-registration", "link-zone", "link-record", "link-guard"];
    const off = changed(compliant, "access", { regions: ["us-east-1"] }, { from: { projectId: ["search-binding"] } });
    expect(verdicts(without(off, ...way))).toEqual({
      [policy]: [
        deleted("link-endpoint", "the private way to Pinecone leads through it"),
        deleted("link-registration", "clients in its VPC lose their way to the indexes"),
        deleted("link-zone", "the private way to Pinecone leads through it"),
        deleted("link-record", "the private way to Pinecone leads through it"),
      ],
    });
  });

  test("is violated by a project, its binding, key and role that are deleted, unless the key is retained", () => {
    const parts = ["search", "search-binding", "search-key", "search-role", "search-role-external-id"];
    const told = [
      deleted("search", "a project goes with all that is in it"),
      deleted("search-role", "Pinecone can't use the key without it"),
      deleted("search-binding", "a project gets no other key"),
    ];
    expect(verdicts(without(compliant, ...parts))[policy]).toEqual(told);
    const former = changed(compliant, "search-key", {}, { retainOnDelete: false }).resources;
    expect(verdicts({ ...without(compliant, ...parts), former })[policy]).toEqual([
      ...told.slice(0, 2),
      deleted("search-key", "nobody can read what it encrypted then"),
      told[2],
    ]);
  });

  test("is violated by a switch that is on and is deleted", () => {
    const dev = { ...compliant, stack: "dev" };
    expect(verdicts(without(dev, "access"))).toEqual({
      [policy]: [deleted("access", "the project is open to the internet then")],
    });
    const pending = changed(dev, "access", { status: "pending" }).resources;
    expect(verdicts({ ...without(dev, "access"), former: pending })).toEqual({
      [policy]: [deleted("access", "the project is open to the internet then")],
    });
    const open = changed(dev, "access", { status: "open", privateEndpointsOnly: false }).resources;
    expect(verdicts({ ...without(dev, "access"), former: open })).toEqual({});
  });

  test("leaves a key whose binding stays to pinecone-key-kept, annotated or not", () => {
    const former = changed(compliant, "search-key", {}, { retainOnDelete: false }).resources;
    expect(Object.keys(verdicts({ ...without(compliant, "search-key"), former }))).toEqual(["pinecone-key-kept"]);
  });

  test("is kept by keys, roles, endpoints and zones that have nothing to do with Pinecone", () => {
    const others = withMore(
      compliant,
      resource(KEY, "logs", { arn: "arn:aws:kms:us-east-1:444455556666:key/logs", policy: "{}" }),
      resource(ROLE, "logs-role", { arn: "arn:aws:iam::444455556666:role/logs", assumeRolePolicy: "{}" }),
      resource(VPC_ENDPOINT, "s3", { region: "us-east-1", serviceName: "com.amazonaws.us-east-1.s3" }),
      resource(ZONE, "corp", { name: "corp.example" }),
    );
    expect(verdicts({ ...compliant, former: others.resources })).toEqual({});
  });

  test("is violated by a key for Pinecone's role that is bound elsewhere", () => {
    const former = never(changed(compliant, "search-key", {}, { retainOnDelete: false }), "search-binding").resources;
    const gone = never(compliant, "search-binding", "search-key");
    expect(verdicts({ ...gone, former })[policy]).toEqual([
      deleted("search-key", "nobody can read what it encrypted then"),
    ]);
  });

  test("is violated by a replacement, where it is told", () => {
    expect(saidOf(compliant, "link-registration", "replace")).toEqual([
      "it is replaced, and clients in its VPC lose their way to the indexes; expected its name in `annotated`.",
    ]);
    expect(saidOf(compliant, "link-registration", "update")).toEqual([]);
  });

  test("is violated by a replacement that the engine does not tell, but a value does", () => {
    const moved = changed(compliant, "link-registration", { vpcEndpointId: "vpce-0b" });
    expect(saidOf(moved, "link-registration", undefined)).toEqual([
      "it is replaced, as vpcEndpointId was vpce-0a1b2c3d4e5f67890, and clients in its VPC lose their way to the indexes; expected its name in `annotated`.",
    ]);
    expect(saidOf(compliant, "link-registration", undefined)).toEqual([]);
  });

  test("is undecided where neither tells whether it is replaced", () => {
    const moved = changed(compliant, "link-registration", { vpcEndpointId: UNKNOWN });
    expect(saidOf(moved, "link-registration", undefined)).toEqual([
      "Undecided: whether link-registration is replaced is not known: vpcEndpointId was vpce-0a1b2c3d4e5f67890, and the preview does not tell what it will be.",
    ]);
  });

  test("is kept where the configuration names what goes", () => {
    const gone = without(compliant, "products");
    expect(verdicts(gone, { [policy]: { annotated: ["pro*"] } })).toEqual({});
    expect(verdicts(gone, { [policy]: { annotated: ["others"] } })).toHaveProperty(policy);
  });

  test("guards further types", () => {
    const gone = without(compliant, "link-ingress");
    expect(verdicts(gone)).toEqual({});
    const former = withMore(compliant, resource(SECURITY_GROUP, "spare", { id: "sg-9" })).resources;
    expect(verdicts({ ...compliant, former }, { [policy]: { guarded: [SECURITY_GROUP] } })).toEqual({
      [policy]: [deleted("spare", `it is a ${SECURITY_GROUP}`)],
    });
  });

  test("is undecided where the state of before is not known", () => {
    const blind = { ...never(compliant, "search-api-key-query"), former: { why: "the export failed" } };
    expect(verdicts(blind, { "pinecone-key-kept": "disabled" })).toEqual({
      [policy]: ["claims-prod: Undecided: what the deployment deletes is not known here, since the export failed."],
    });
  });
});
