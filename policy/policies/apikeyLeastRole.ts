import { fitsPattern } from "../../iam/evaluate/patterns";
import { definePolicy } from "../definition";
import { read, readTexts } from "../model/read";
import { API_KEY } from "../model/types";
import { ENVIRONMENTS } from "../parameters";

/** A role → those that add nothing to it. */
const INCLUDED: Readonly<Record<string, readonly string[]>> = {
  ProjectEditor: ["ProjectViewer", "ControlPlaneEditor", "ControlPlaneViewer", "DataPlaneEditor", "DataPlaneViewer"],
  ProjectViewer: ["ControlPlaneViewer", "DataPlaneViewer"],
  ControlPlaneEditor: ["ControlPlaneViewer"],
  DataPlaneEditor: ["DataPlaneViewer"],
};

export const apikeyLeastRole = definePolicy({
  name: "pinecone-apikey-least-role",
  claim: "An API key names the roles that its client needs, and in production it is no ProjectEditor.",
  severity: "high",
  why: "Pinecone makes a key without roles a ProjectEditor, which may delete every index of the project. A key that leaks does all that its roles allow.",
  remedy:
    "Give each client a key of its own: DataPlaneViewer for queries, DataPlaneEditor for ingestion, ControlPlaneEditor for who makes indexes. Roles can be changed in place; the key's value stays.",
  reference: "https://docs.pinecone.io/guides/production/security-overview",
  parameters: { environments: ENVIRONMENTS },
  judges: "planned",
  types: [API_KEY],
  scope: "resource",
  *judge(key, { world, parameters: { environments } }) {
    if (read(key, "roles") === undefined) {
      yield 'roles are left out, which means ["ProjectEditor"]; expected what the client needs.';
      return;
    }
    const roles = readTexts(key, "roles");
    const { stack } = world.plan;
    if (roles.includes("ProjectEditor") && environments.some((pattern) => fitsPattern(pattern, stack))) {
      yield `roles are ${roles.join(", ")} in the stack ${stack}; expected no ProjectEditor.`;
    }
    if (roles.includes("ControlPlaneEditor") && roles.includes("DataPlaneEditor")) {
      yield `roles are ${roles.join(", ")}: both Editors together are a ProjectEditor; expected a key for each.`;
    }
    for (const role of roles) {
      const needless = roles.filter((other) => INCLUDED[role]?.includes(other));
      if (needless.length > 0) yield `roles are ${roles.join(", ")}: ${role} includes ${needless.join(", ")} already.`;
    }
  },
});
