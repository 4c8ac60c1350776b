import { describe, expect, test } from "vitest";
import { contains, halves } from "../../../local/vpc/cidr";
import { recordsFor, zoneFor, type DnsRecord } from "../../../local/vpc/dns";

const ZONE = "private.aped-4627-b74a.pinecone.io";
const HOST = `docs-a1b2.svc.${ZONE}`;

const cname = (name: string, target: string): DnsRecord => ({ name, type: "CNAME", targets: [target] });
const answer = (host: string, ...records: DnsRecord[]): string[] =>
  recordsFor(host, records).flatMap(({ targets }) => targets);

describe("a record answers", () => {
  test.each([
    ["its own name", cname(`${HOST}.`, "here"), HOST],
    ["its own name in capital letters", cname(HOST, "here"), HOST.toUpperCase()],
    ["as a wildcard one label below", cname(`*.${ZONE}.`, "here"), `a.${ZONE}`],
    ["as a wildcard any depth below", cname(`*.${ZONE}`, "here"), HOST],
    ["as a wildcard the way Route 53 writes it", cname(`\\052.${ZONE}.`, "here"), HOST],
  ])("%s", (_what, record, host) => {
    expect(answer(host, record)).toEqual(["here"]);
  });

  test.each([
    ["as a wildcard for its own parent", cname(`*.${ZONE}`, "here"), ZONE],
    ["for a name that only ends alike", cname(`*.${ZONE}`, "here"), `not${ZONE}`],
    ["for another name", cname(`a.${ZONE}`, "here"), `b.${ZONE}`],
  ])("not %s", (_what, record, host) => {
    expect(answer(host, record)).toEqual([]);
  });

  test("before a wildcard when the name is its own", () => {
    expect(answer(HOST, cname(`*.${ZONE}`, "wildcard"), cname(HOST, "exact"))).toEqual(["exact"]);
  });

  test("before one further up when its wildcard is nearer", () => {
    expect(answer(HOST, cname(`*.${ZONE}`, "far"), cname(`*.svc.${ZONE}`, "near"))).toEqual(["near"]);
  });

  test("not from above a name that exists in between", () => {
    expect(answer(HOST, cname(`*.${ZONE}`, "far"), cname(`svc.${ZONE}`, "between"))).toEqual([]);
  });
});

describe("a host is answered for", () => {
  const zones = ["pinecone.io.", `${ZONE}.`, "example.com."].map((name) => ({ name }));

  test("by the zone with the longest name among those it is in", () => {
    expect(zoneFor(HOST, zones)).toEqual({ name: `${ZONE}.` });
    expect(zoneFor("docs-a1b2.svc.aped-4627-b74a.pinecone.io", zones)).toEqual({ name: "pinecone.io." });
  });

  test("by none when it is in none", () => {
    expect(zoneFor("example.org", zones)).toBeUndefined();
    expect(zoneFor("notexample.com", zones)).toBeUndefined();
  });
});

describe("a range of addresses", () => {
  test.each([
    ["0.0.0.0/0", "10.0.0.0/16", true],
    ["10.0.0.0/16", "10.0.0.0/16", true],
    ["10.0.0.0/16", "10.0.128.0/17", true],
    ["10.0.128.0/17", "10.0.0.0/16", false],
    ["10.1.0.0/16", "10.0.0.0/16", false],
    ["10.0.3.4/16", "10.0.0.0/24", true],
    ["192.168.0.0/16", "192.169.0.0/24", false],
  ])("%s contains %s: %j", (outer, inner, expected) => {
    expect(contains(outer, inner)).toBe(expected);
  });

  test("is split into two halves", () => {
    expect(halves("10.0.0.0/16")).toEqual(["10.0.0.0/17", "10.0.128.0/17"]);
    expect(halves("200.10.0.0/24")).toEqual(["200.10.0.0/25", "200.10.0.128/25"]);
  });

  test("that is none is an error", () => {
    expect(() => halves("10.0.0.0")).toThrow('"10.0.0.0" is not an IPv4 range such as 10.0.0.0/16.');
  });
});
