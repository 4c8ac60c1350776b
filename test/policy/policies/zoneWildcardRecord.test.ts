import { describe, expect, test } from "vitest";
import { REGION_TABLE } from "../../../iam";
import { RECORD, ZONE } from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-zone-wildcard-record";
const { dnsZone } = REGION_TABLE["us-east-1"];
const missing = {
  [policy]: [`link-zone: it has no record *.${dnsZone} of type CNAME, or A or AAAA with an alias.`],
};
const record = (properties: object, from: readonly string[] = ["link-endpoint"]): Fixture =>
  changed(
    compliant,
    "link-record",
    { ...properties },
    { from: { zoneId: ["link-zone"], records: from, aliases: from } },
  );

describe(policy, () => {
  test("is kept by a zone with the record", () => {
    expect(verdicts(compliant)).toEqual({});
  });

  test.each([`*.${dnsZone}.`, "*", `\\052.${dnsZone}`, `*.${dnsZone.toUpperCase()}`])("takes the name %s", (name) => {
    expect(verdicts(record({ name }))).toEqual({});
  });

  test("takes an alias", () => {
    const aliases = [{ name: "vpce-0a.vpce.example", zoneId: "Z7HUB22UULQXV", evaluateTargetHealth: false }];
    expect(verdicts(record({ type: "A", records: undefined, aliases }))).toEqual({});
    expect(verdicts(record({ type: "AAAA", records: undefined, aliases: UNKNOWN }))).toEqual({});
  });

  test("is violated by a zone without the record, however its name is written", () => {
    expect(verdicts(never(compliant, "link-record"))).toEqual(missing);
    const written = changed(never(compliant, "link-record"), "link-zone", { name: `${dnsZone.toUpperCase()}.` });
    expect(verdicts(written)).toEqual(missing);
  });

  test("is violated by a record for one host, of another type, or in another zone", () => {
    expect(verdicts(record({ name: `docs-a1b2c3d.svc.${dnsZone}` }))).toEqual(missing);
    expect(verdicts(record({ type: "TXT" }))).toEqual(missing);
    expect(verdicts(record({ type: "A", records: ["10.0.0.7"] }))).toEqual(missing);
    const elsewhere = changed(compliant, "link-record", { zoneId: "Z2" }, { from: { records: ["link-endpoint"] } });
    expect(verdicts(elsewhere)).toEqual(missing);
  });

  test("is violated by a record that leads to anything else of the program", () => {
    expect(verdicts(record({ records: ["internal-web-1.elb.example"] }, ["link-security-group"]))).toEqual({
      [policy]: [
        `link-zone: link-record leads *.${dnsZone} to internal-web-1.elb.example; expected the DNS name of a VPC endpoint.`,
      ],
    });
  });

  test("is kept by a record with a text, or with the name of an endpoint that was looked up", () => {
    expect(verdicts(record({ records: ["endpoint.corp.example"] }, []))).toEqual({});
    expect(verdicts(record({ records: ["vpce-0a.vpce.example"] }, ["link-security-group"]))).toEqual({});
  });

  test("finds the record of a zone that is not made yet", () => {
    const zone = changed(compliant, "link-zone", { zoneId: UNKNOWN, id: UNKNOWN });
    expect(verdicts(changed(zone, "link-record", { zoneId: UNKNOWN, records: [UNKNOWN] }))).toEqual({});
    expect(verdicts(changed(zone, "link-record", { zoneId: UNKNOWN }, { from: { zoneId: ["other-zone"] } }))).toEqual(
      missing,
    );
  });

  test("is kept by zones for anything else, and takes further zones of Pinecone's", () => {
    const other = withMore(compliant, resource(ZONE, "corp", { name: "private.corp.example", zoneId: "Z9" }));
    expect(verdicts(other)).toEqual({});
    expect(verdicts(other, { [policy]: { zones: ["private.corp.example."] } })).toEqual({
      [policy]: ["corp: it has no record *.private.corp.example of type CNAME, or A or AAAA with an alias."],
    });
  });

  test("is undecided where it is not known where the record leads", () => {
    expect(verdicts(record({ records: [UNKNOWN] }, ["link-security-group"]))).toEqual({
      [policy]: [
        "link-zone: Undecided: records of link-record is not known: it comes from link-security-group and the preview does not tell it.",
      ],
    });
  });

  test("is undecided where the name of a record is not known", () => {
    const other = { zoneId: "Z1", name: UNKNOWN, type: "CNAME", records: ["vpce-0a.vpce.example"] };
    const named = withMore(
      never(compliant, "link-record"),
      resource(RECORD, "more", other, { from: { zoneId: ["link-zone"] } }),
    );
    expect(verdicts(named)).toEqual({
      [policy]: ["link-zone: Undecided: name of more is not known: the preview does not tell it."],
    });
  });
});
