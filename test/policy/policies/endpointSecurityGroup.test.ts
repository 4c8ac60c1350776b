import { describe, expect, test } from "vitest";
import {
  DEFAULT_SECURITY_GROUP,
  INGRESS_RULE,
  PREFIX_LIST,
  PREFIX_LIST_ENTRY,
  SECURITY_GROUP,
  SECURITY_GROUP_ASSOCIATION,
  SECURITY_GROUP_RULE,
  VPC,
  VPC_ENDPOINT,
} from "../../../policy/model/types";
import { UNKNOWN } from "../../../policy/model/values";
import { changed, compliant, type Fixture, type FixtureOptions, never, resource, verdicts, withMore } from "../fixture";

const policy = "pinecone-endpoint-security-group";
const attached = { from: { securityGroupId: ["link-security-group"] } };

/** The fixture with another rule for the endpoint's group. */
function rule(
  properties: Readonly<Record<string, unknown>>,
  type = INGRESS_RULE,
  options: FixtureOptions = attached,
): Fixture {
  const common = { securityGroupId: "sg-1", ipProtocol: "tcp", fromPort: 443, toPort: 443 };
  return withMore(compliant, resource(type, "more", { ...common, ...properties }, options));
}

const violated = (cidrs: string, name = "more") => ({
  [policy]: [
    `${name}: it lets ${cidrs} in to the VPC endpoint link-endpoint; expected the ranges of the clients alone.`,
  ],
});

describe(policy, () => {
  test.each(["10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "52.0.0.0/8"])(
    "is kept by %s",
    (cidrIpv4) => {
      expect(verdicts(rule({ cidrIpv4 }))).toEqual({});
    },
  );

  test.each(["0.0.0.0/0", "0.0.0.0/1", "128.0.0.0/1", "10.0.0.0/7", "52.0.0.0/7"])("is violated by %s", (cidrIpv4) => {
    expect(verdicts(rule({ cidrIpv4 }))).toEqual(violated(cidrIpv4));
  });

  test.each(["fc00::/7", "fd12:3456:789a::/48", "2600:1f18::/33", "::1/128"])("is kept by %s", (cidrIpv6) => {
    expect(verdicts(rule({ cidrIpv6 }))).toEqual({});
  });

  test.each(["::/0", "::/1", "8000::/1", "2000::/3", "2600::/12"])("is violated by %s", (cidrIpv6) => {
    expect(verdicts(rule({ cidrIpv6 }))).toEqual(violated(cidrIpv6));
  });

  test("is violated whatever the ports are, and by a rule of the older kind", () => {
    const older = { type: "ingress", cidrBlocks: ["10.0.0.0/16", "0.0.0.0/0"], ipv6CidrBlocks: ["::/0"] };
    expect(verdicts(rule({ ...older, fromPort: 0, toPort: 65535 }, SECURITY_GROUP_RULE))).toEqual(
      violated("0.0.0.0/0, ::/0"),
    );
    expect(verdicts(rule({ ...older, type: "egress" }, SECURITY_GROUP_RULE))).toEqual({});
  });

  test("is violated by a rule within the group, also where another one is not known", () => {
    const ingress = [{ cidrBlocks: UNKNOWN }, { cidrBlocks: ["0.0.0.0/0"], protocol: "-1" }];
    expect(verdicts(changed(compliant, "link-security-group", { ingress }))).toEqual({
      [policy]: [
        ...violated("0.0.0.0/0", "link-security-group")[policy],
        "link-security-group: Undecided: cidrBlocks of link-security-group (ingress[0]) is not known: the preview does not tell it.",
      ],
    });
  });

  test("is violated where the group is one by its ID alone", () => {
    const byId = changed(never(compliant, "link-security-group"), "link-ingress", { cidrIpv4: "0.0.0.0/0" });
    expect(verdicts(changed(byId, "link-endpoint", {}, { from: {} }))).toEqual(violated("0.0.0.0/0", "link-ingress"));
  });

  test("is kept by groups of anything else, whatever they let in and know", () => {
    const web = { from: { securityGroupId: ["web"] } };
    const group = resource(SECURITY_GROUP, "web", { id: "sg-2", ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] });
    const s3 = { region: "us-east-1", serviceName: "com.amazonaws.us-east-1.s3", securityGroupIds: ["sg-2"] };
    const open = rule({ cidrIpv4: "0.0.0.0/0", securityGroupId: "sg-2" }, INGRESS_RULE, web);
    expect(verdicts(withMore(open, group, resource(VPC_ENDPOINT, "s3", s3)))).toEqual({});
    const unknown = rule({ cidrIpv4: UNKNOWN, securityGroupId: "sg-2" }, INGRESS_RULE, web);
    expect(verdicts(withMore(unknown, group))).toEqual({});
  });

  test("looks into no prefix list of somewhere else, and into no other group", () => {
    expect(verdicts(rule({ prefixListId: "pl-1" }))).toEqual({});
    expect(verdicts(rule({ referencedSecurityGroupId: "sg-9" }))).toEqual({});
  });

  describe("looks into prefix lists of the program", () => {
    const entries = [{ cidr: "10.0.0.0/16" }, { cidr: "0.0.0.0/0" }];
    const list = resource(PREFIX_LIST, "clients", { id: "pl-1", addressFamily: "IPv4", entries });
    const open = (name: string) => violated("0.0.0.0/0 of the prefix list clients", name);
    const from = { securityGroupId: ["link-security-group"], prefixListId: ["clients"] };

    test("named by a rule", () => {
      expect(verdicts(withMore(rule({ prefixListId: "pl-1" }), list))).toEqual(open("more"));
      const unmade = changed(rule({ prefixListId: UNKNOWN }, INGRESS_RULE, { from }), "more", {});
      expect(verdicts(withMore(unmade, { ...list, properties: { entries } }))).toEqual(open("more"));
    });

    test("named by a rule of the older kind, and by one within the group", () => {
      const older = rule({ type: "ingress", prefixListIds: ["pl-1"] }, SECURITY_GROUP_RULE);
      expect(verdicts(withMore(older, list))).toEqual(open("more"));
      const within = changed(compliant, "link-security-group", { ingress: [{ prefixListIds: ["pl-2", "pl-1"] }] });
      expect(verdicts(withMore(within, list))).toEqual(open("link-security-group"));
    });

    test("with entries that are resources, of which one is not known", () => {
      const empty = { ...list, properties: { id: "pl-1", addressFamily: "IPv4" } };
      const entry = (name: string, cidr: unknown) => resource(PREFIX_LIST_ENTRY, name, { prefixListId: "pl-1", cidr });
      const narrow = withMore(rule({ prefixListId: "pl-1" }), empty, entry("one", "10.0.0.0/16"));
      expect(verdicts(narrow)).toEqual({});
      expect(verdicts(withMore(narrow, entry("two", UNKNOWN), entry("three", "0.0.0.0/0")))).toEqual({
        [policy]: [...open("more")[policy], "more: Undecided: cidr of two is not known: the preview does not tell it."],
      });
    });
  });

  test("is violated by a group that is put on the endpoint by an association", () => {
    const group = resource(SECURITY_GROUP, "web", { id: "sg-2", ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] });
    const properties = { vpcEndpointId: "vpce-0a1b2c3d4e5f67890", securityGroupId: "sg-2" };
    const association = resource(SECURITY_GROUP_ASSOCIATION, "web-at-link", properties);
    expect(verdicts(withMore(compliant, group))).toEqual({});
    expect(verdicts(withMore(compliant, group, association))).toEqual(violated("0.0.0.0/0", "web"));
    const open = rule({ cidrIpv4: "0.0.0.0/0", securityGroupId: "sg-2" }, INGRESS_RULE, {});
    expect(verdicts(withMore(open, association))).toEqual(violated("0.0.0.0/0"));
  });

  describe("of the VPC's default group", () => {
    /** The endpoint is given no group, so that AWS puts the default one on it. */
    const bare = changed(compliant, "link-endpoint", { securityGroupIds: undefined }, { from: {} });
    const opened = (vpcId: unknown, from: FixtureOptions["from"] = {}) =>
      resource(DEFAULT_SECURITY_GROUP, "default", { vpcId, ingress: [{ cidrBlocks: ["0.0.0.0/0"] }] }, { from });
    const vpc = resource(VPC, "network", { defaultSecurityGroupId: "sg-0" });

    test("is violated where the endpoint has no other", () => {
      expect(verdicts(withMore(bare, opened("vpc-1")))).toEqual(violated("0.0.0.0/0", "default"));
      expect(verdicts(withMore(bare, opened("vpc-2")))).toEqual({});
      expect(verdicts(withMore(compliant, opened("vpc-1")))).toEqual({});
    });

    test("is violated in a VPC that is yet to be made, by the group and by a rule for it", () => {
      const from = { vpcId: ["network"] };
      const planned = withMore(changed(bare, "link-endpoint", { vpcId: UNKNOWN }, { from }), vpc);
      expect(verdicts(withMore(planned, opened(UNKNOWN, from)))).toEqual(violated("0.0.0.0/0", "default"));
      const properties = { securityGroupId: UNKNOWN, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" };
      for (const source of ["network", "default"]) {
        const more = resource(INGRESS_RULE, "more", properties, { from: { securityGroupId: [source] } });
        const group = resource(DEFAULT_SECURITY_GROUP, "default", { vpcId: UNKNOWN }, { from });
        expect(verdicts(withMore(planned, group, more))).toEqual(violated("0.0.0.0/0"));
      }
    });

    test("is violated where the endpoint names it, as the VPC tells it", () => {
      const from = { securityGroupIds: ["network"] };
      const named = withMore(changed(compliant, "link-endpoint", { securityGroupIds: [UNKNOWN] }, { from }), vpc);
      const open = opened(UNKNOWN, { vpcId: ["network"] });
      expect(verdicts(withMore(named, open))).toEqual(violated("0.0.0.0/0", "default"));
      const properties = { securityGroupId: UNKNOWN, cidrIpv4: "0.0.0.0/0", ipProtocol: "-1" };
      const more = resource(INGRESS_RULE, "more", properties, { from: { securityGroupId: ["network"] } });
      expect(verdicts(withMore(named, more))).toEqual(violated("0.0.0.0/0"));
    });

    test("is kept where an association puts another group in its place", () => {
      const properties = { vpcEndpointId: "vpce-0a1b2c3d4e5f67890", securityGroupId: "sg-1" };
      const instead = (replaceDefaultAssociation: boolean) =>
        resource(SECURITY_GROUP_ASSOCIATION, "instead", { ...properties, replaceDefaultAssociation });
      expect(verdicts(withMore(bare, opened("vpc-1"), instead(true)))).toEqual({});
      expect(verdicts(withMore(bare, opened("vpc-1"), instead(false)))).toEqual(violated("0.0.0.0/0", "default"));
    });
  });

  test("takes other widths", () => {
    const narrow = { [policy]: { widestIpv4Prefix: 24, widestIpv6Prefix: 56 } };
    expect(verdicts(rule({ cidrIpv4: "52.1.0.0/16" }), narrow)).toEqual(violated("52.1.0.0/16"));
    expect(verdicts(rule({ cidrIpv6: "2600:1f18::/48" }), narrow)).toEqual(violated("2600:1f18::/48"));
    expect(verdicts(rule({ cidrIpv4: "10.0.0.0/8" }), narrow)).toEqual({});
  });

  test("is undecided where the range is not known", () => {
    const from = { securityGroupId: ["link-security-group"], cidrIpv4: ["link-zone"] };
    expect(verdicts(rule({ cidrIpv4: UNKNOWN }, INGRESS_RULE, { from }))).toEqual({
      [policy]: [
        "more: Undecided: cidrIpv4 of more is not known: it comes from link-zone and the preview does not tell it.",
      ],
    });
  });

  test("is undecided where the group of an open rule is not known, and may be the endpoint's", () => {
    const from = { securityGroupId: ["search-role"] };
    const open = rule({ cidrIpv4: "0.0.0.0/0", securityGroupId: UNKNOWN }, INGRESS_RULE, { from });
    const endpoint = changed(
      open,
      "link-endpoint",
      { securityGroupIds: [UNKNOWN] },
      {
        from: { securityGroupIds: ["search-role"] },
      },
    );
    expect(verdicts(endpoint)).toEqual({
      [policy]: [
        "more: Undecided: securityGroupId of more is not known: it comes from search-role and the preview does not tell it.",
      ],
    });
  });
});
