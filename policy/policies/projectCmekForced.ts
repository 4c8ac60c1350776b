import { definePolicy } from "../definition";
import { readFlag } from "../model/read";
import { PROJECT } from "../model/types";

export const projectCmekForced = definePolicy({
  name: "pinecone-project-cmek-forced",
  claim: "A Pinecone project forces encryption with a customer-managed key.",
  severity: "high",
  why: "In a project that does not force it, an index can be made that Pinecone encrypts with a key of its own, and an index keeps the key that it was made with.",
  remedy:
    "Set forceEncryptionWithCmek: true. It can be turned on later, and never off. A project that shall not: name it in `exceptions`.",
  reference: "https://docs.pinecone.io/guides/production/configure-cmek",
  parameters: {},
  judges: "planned",
  types: [PROJECT],
  scope: "resource",
  *judge(project) {
    const forced = readFlag(project, "forceEncryptionWithCmek");
    if (forced !== true) yield `forceEncryptionWithCmek is ${forced === undefined ? "left out" : "false"}.`;
  },
});
