import { describe, expect, test } from "vitest";
import { domainName, fullName, sameName, sameZoneId } from "../../../../local/aws/route53/names";

describe("a domain name", () => {
  test.each([
    ["example.com.", "example.com"],
    ["Example.COM", "example.com"],
    ["\\052.example.com.", "*.example.com"],
    ["\\052", "*"],
    ["a\\052b.example.com", "a\\052b.example.com"],
  ])("%s is kept as %s", (given, kept) => {
    expect(domainName(given)).toBe(kept);
  });

  test("is the same with and without a dot at its end", () => {
    expect(sameName("example.com.", "EXAMPLE.com")).toBe(true);
    expect(sameName("example.com", "example.org")).toBe(false);
  });
});

describe("the full name of a record", () => {
  test.each([
    ["*", "zone.example.com.", "*.zone.example.com"],
    ["*.zone.example.com", "zone.example.com", "*.zone.example.com"],
    ["zone.example.com.", "zone.example.com.", "zone.example.com"],
    ["", "zone.example.com.", "zone.example.com"],
    ["WWW", "zone.example.com", "www.zone.example.com"],
  ])("%j in %s is %s", (name, zone, full) => {
    expect(fullName(name, zone)).toBe(full);
  });
});

test("a zone's ID is the same with and without Route 53's path before it", () => {
  expect(sameZoneId("/hostedzone/Z1", "Z1")).toBe(true);
  expect(sameZoneId("Z2", "Z1")).toBe(false);
});
