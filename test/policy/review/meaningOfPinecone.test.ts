import { describe, expect, test } from "vitest";
import * as types from "../../../policy/model/types";
import type { Properties } from "../../../policy/model/values";
import { compliant, without } from "../fixture";
import { addition, change, first } from "./changes";
import { meaningsIn, reviewed } from "./fixture";

describe("in Pinecone", () => {
  test.each<[string, Properties, string]>([
    [
      "search",
      { forceEncryptionWithCmek: false },
      "opens: Indexes need no longer be encrypted with a customer's key. Pinecone refuses that.",
    ],
    [
      "search-binding",
      { keyArn: "arn:aws:kms:us-east-1:444455556666:key/other" },
      "loses: Pinecone encrypts the indexes of search with the key search-key, through the role search-role. " +
        "Other than before: keyArn. Pinecone's rule: the key can't be changed once it is set.",
    ],
    [
      "search-api-key-query",
      { roles: ["ProjectEditor"] },
      "opens: Whoever has it acts as ProjectEditor in search, not as DataPlaneViewer any more.",
    ],
    ["products", { deletionProtection: "disabled" }, "opens: Pinecone no longer refuses to delete it."],
    [
      "access",
      { privateEndpointsOnly: false },
      "opens: The internet is let in again: the indexes of search answer everybody who has an API key.",
    ],
    ["access", { acknowledgeLostAccess: ["old"] }, "loses: These indexes may lose all access: old."],
  ])("%s with %j", (name, properties, meaning) => {
    expect(change(name, properties)).toEqual([meaning]);
  });

  test("what goes says what is lost", () => {
    const gone = reviewed(without(compliant, "search-binding", "search-api-key-query", "products", "access", "search"));
    expect(
      ["search-binding", "search-api-key-query", "products", "access", "search"].flatMap((name) =>
        meaningsIn(gone, name),
      ),
    ).toEqual([
      "loses: Pinecone forgets the key of search: the key search-key, through the role search-role.",
      "plain: It is protected, so Pulumi will refuse.",
      "loses: Whoever uses it loses access to search.",
      "loses: The index products and all its data are deleted.",
      "opens: The internet is let in again: the indexes of search answer everybody who has an API key.",
      "loses: The project goes, with its API keys. Pinecone deletes it only when it has no indexes.",
      "plain: It is protected, so Pulumi will refuse.",
    ]);
  });

  test("what is new says what it opens and closes", () => {
    const review = reviewed(first(compliant));
    expect(
      ["search", "search-binding", "search-api-key-query", "access"].flatMap((name) => meaningsIn(review, name)),
    ).toEqual([
      "closes: A new project. Every index must be encrypted with a customer's key.",
      "closes: Pinecone encrypts the indexes of search with the key search-key, through the role search-role. " +
        "The key of a project can't be changed afterwards.",
      "opens: Whoever has it acts as DataPlaneViewer in search.",
      "closes: The internet is shut out: the indexes of search answer through Private Endpoints only. Private ways must be there in us-east-1.",
    ]);
    expect(addition(types.API_KEY, { projectId: "other", name: "k" })).toEqual([
      "opens: Whoever has it acts as ProjectEditor in other.",
    ]);
  });
});

describe("in the network", () => {
  test.each<[string, Properties, string]>([
    [
      "link-ingress",
      { cidrIpv4: "0.0.0.0/0" },
      "opens: link-security-group lets in the whole internet (0.0.0.0/0) on port 443. Before: 10.0.0.0/16 on port 443.",
    ],
    [
      "link-security-group",
      { ingress: [{ fromPort: 0, toPort: 65535, cidrBlocks: ["::/0"] }] },
      "opens: Lets in the whole internet (::/0) on ports 0 to 65535.",
    ],
    [
      "link-record",
      { records: ["elsewhere.example"] },
      "plain: *.private.aped-4627-b74a.pinecone.io leads to link-endpoint. Before: vpce-0a1b2c3d4e5f67890.vpce.example.",
    ],
  ])("%s with %j", (name, properties, meaning) => {
    expect(change(name, properties)).toEqual([meaning]);
  });

  test("what goes says which way is lost", () => {
    const names = ["link-registration", "link-endpoint", "link-zone", "link-ingress"];
    const gone = reviewed(without(compliant, ...names));
    expect(names.flatMap((name) => meaningsIn(gone, name))).toEqual([
      "loses: search is no longer reached through the VPC endpoint link-endpoint in us-east-1.",
      "loses: The VPC's way to Pinecone in us-east-1 goes.",
      "loses: Names below private.aped-4627-b74a.pinecone.io are no longer found: private hosts of indexes don't resolve in the VPC.",
      "closes: link-security-group no longer lets in 10.0.0.0/16 on port 443.",
    ]);
  });
});
