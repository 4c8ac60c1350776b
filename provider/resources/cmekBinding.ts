import * as z from "zod";
import { keyArnProblem, roleArnProblem, uuidV4Problem } from "../../iam";
import { ProviderError } from "../rpc/errors";
import type { OnChange, ResourceShape } from "./definition";
import { apiWay } from "./cmek/api";
import { consoleWay } from "./cmek/console";
import { preflight } from "./cmek/preflight";
import { type BindingValues, stateOf, type Way } from "./cmek/values";
import { bindWorksheet, fingerprintOf } from "./cmek/worksheet";
import { confirmationOf } from "./console/confirmation";
import { pineconeAccountId, projectIdType, textWithout } from "./fieldTypes";
import { idToRead } from "./importId";
import { defineResource, type ExistingSubject, type Subject, type ValuesOf } from "./lifecycle";
import { given } from "./plain";

const forever = {
  kind: "forbidden",
  rule: 'Pinecone\'s rule: "You can only add one key per project, and you cannot change the key in Pinecone once it is set."',
  remedy:
    "Set the old value back. For another key, make a new Project with a CmekBinding of its own, move the data there, then delete the old one. " +
    "If somebody changed the key in Pinecone and that is right, set the program to what Pinecone has now.",
} as const satisfies OnChange;

/** The project's ID changes when its resource is another one, which may be an oversight. */
const foreverOfProject: OnChange = {
  ...forever,
  remedy: `${forever.remedy} If the Project was renamed in the program, give it an alias ({ aliases: [{ name: "<old name>" }] }).`,
};

const shape = {
  name: "CmekBinding",
  description: `The customer-managed encryption key (CMEK) of a Pinecone project: the AWS KMS key, and the IAM role through which Pinecone uses it.

Pinecone allows **one key per project** and **never another one once it is set**, so every change of the project, the name, the role, the key or the external ID is
refused in preview, and no replacement is ever planned. Deleting it is refused while the project has indexes.

Pinecone publishes no API for it. The provider's \`binding\` says how it is made: \`console\` (a worksheet for a person, who confirms with a fingerprint) or \`api\` (the preview routes).`,
  importId: {
    description: "The project ID: a project has one key at most.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10",
  },
  inputs: {
    projectId: {
      type: projectIdType,
      description:
        "The project whose indexes are encrypted. It should force encryption with CMEK, so that no index is ever made without the key.",
      onChange: foreverOfProject,
    },
    name: {
      type: z.string().min(1).max(512),
      description:
        "The key name in Pinecone's console, 1 to 512 characters. The console asks for it again when the key is deleted.",
      onChange: forever,
    },
    roleArn: {
      type: textWithout(roleArnProblem),
      description:
        "The ARN of the IAM role that Pinecone assumes, for example `arn:aws:iam::111122223333:role/pinecone-cmek`.",
      onChange: forever,
    },
    keyArn: {
      type: textWithout(keyArnProblem),
      description: `The ARN of the symmetric KMS key, for example \`arn:aws:kms:us-east-1:111122223333:key/1234abcd-12ab-34cd-56ef-1234567890ab\`. Not an alias.
Rotation inside KMS needs no change: Pinecone keeps the ARN, not the key material.`,
      onChange: forever,
    },
    externalId: {
      type: textWithout(uuidV4Problem).optional(),
      description: "The external ID that the role's trust policy asks for, a UUID v4.",
      default: "none",
      onChange: forever,
    },
    trustPolicy: {
      type: z.string().optional(),
      description: `The role's trust policy as JSON. It is evaluated before anything is sent, so that a policy that would keep Pinecone out is told in preview. Never sent to Pinecone.
Pinecone assumes the role as \`pinecone_cmek_access_<region>\` and does not document which region that is. A policy that lets in no region is refused. One that lets in some, but not the
key's own, is refused with \`binding: api\`, whose routes go by the key's region, and warned of with \`binding: console\`.`,
      default: "not checked",
      onChange: { kind: "update" },
    },
    keyPolicy: {
      type: z.string().optional(),
      description:
        "The KMS key's policy as JSON. It is evaluated before anything is sent, so that a policy that would keep the role out is told in preview. Never sent to Pinecone.",
      default: "not checked",
      onChange: { kind: "update" },
    },
    pineconeAccountId: {
      type: pineconeAccountId.optional(),
      description:
        "Pinecone's AWS account number, twelve digits, as the console shows it under Manage > CMEK > Add CMEK. The check of `trustPolicy` needs it. Never sent to Pinecone.",
      default: "`trustPolicy` is not checked",
      onChange: { kind: "update" },
    },
  },
  outputs: {
    cmekKeyId: {
      type: z.string().optional(),
      description: "Pinecone's ID of the key. Known with `binding: api`, or once an index of the project shows it.",
      stable: true,
    },
    status: {
      type: z.enum(["available", "unavailable", "deleted", "pending"]),
      description: `\`available\`: the key is bound. \`unavailable\`: Pinecone can't use it, \`statusReason\` says why. \`deleted\`: it was removed outside Pulumi.
\`pending\`: a person has to do the step in the console and confirm it.`,
    },
    statusReason: {
      type: z.string().optional(),
      description: "Why the key can't be used, in the words of Pinecone or AWS.",
    },
    evidence: {
      type: z.enum(["api", "verified", "attested"]).optional(),
      description: `How the plugin knows that the key is bound. \`api\`: Pinecone's API says so. \`verified\`: an index of the project shows the key. \`attested\`: a person has confirmed it.`,
    },
    seen: { type: z.string().optional(), description: "What was observed, when `evidence` is `verified`." },
    fingerprint: {
      type: z.string().optional(),
      description: "The fingerprint of exactly the values of the worksheet, with `binding: console`.",
    },
  },
  requests: {
    check: "none for a project of the same deployment; for another one a look at its CMEK key and at the project",
    create: "`api`: `POST /admin/projects/{project_id}/cmek-keys`. `console`: none",
    refresh:
      "`api`: `GET /admin/projects/{project_id}/cmek-keys`. `console`: `GET /admin/projects`, once for all projects",
    update: "none",
    delete: "a look at the project's indexes; `api`: then `DELETE /admin/cmek-keys/{cmek_key_id}`",
  },
} as const satisfies ResourceShape;

type Inputs = ValuesOf<typeof shape.inputs>;
type Outputs = ValuesOf<typeof shape.outputs>;

/** The customer-managed key of a project. */
export const cmekBinding = defineResource(shape, {
  check: preflight,

  // Check does not get the state, so it can't tell a key that waits for a person from a bound one. Diff comes next and can.
  isOpen: ({ outputs, session }) =>
    outputs === undefined ? session.settings.binding === "console" : outputs.status === "pending",

  review: (subject) => {
    const { outputs, call } = subject;
    if (outputs.status === "pending") return ["status"];
    if (outputs.status === "deleted") throw deletedOutside(subject);
    if (outputs.status === "unavailable") {
      call.log(
        "warning",
        `Pinecone can't use the key of the project ${String(outputs.projectId)}: ${outputs.statusReason ?? "no reason given."} Its indexes can't be read meanwhile. ` +
          `Enable the KMS key (or cancel its deletion), check the key policy and the role's trust policy, then run \`pulumi refresh\`. Nothing is changed by this update.`,
      );
    }
    return [];
  },

  announce: ({ inputs, ...subject }) => {
    if (subject.session.settings.binding !== "console") return;
    const confirmation = confirmationOf(subject);
    if (!isComplete(inputs)) {
      subject.call.log(
        "info",
        "A person will add this key in Pinecone's console: `pulumi up` shows the worksheet once all values are known, and stops there until it is confirmed.",
      );
    } else if (confirmation !== fingerprintOf("bind", inputs)) {
      subject.call.log("info", bindWorksheet(subject.call.name, inputs, confirmation).join("\n"));
    }
  },

  create: async ({ inputs, timeoutSeconds, ...subject }) => {
    const state = await wayOf(subject).create(subject, valuesOf(inputs), timeoutSeconds);
    return { id: inputs.projectId, outputs: state };
  },

  read: async (subject) => {
    const importId = idToRead(subject, "project ID", "A project has one CMEK key at most, so the project names it.");
    // Until it is bound the project may change, while the ID in the state stays what it was.
    const found = await wayOf(subject).read({ ...subject, id: subject.outputs.projectId ?? importId });
    if (found === undefined) return undefined;
    const { trustPolicy, keyPolicy, pineconeAccountId: account } = subject.inputs;
    return {
      inputs: given({ ...found.values, trustPolicy, keyPolicy, pineconeAccountId: account }),
      outputs: found.state,
    };
  },

  update: async ({ inputs, outputs, timeoutSeconds, ...subject }) => {
    if (outputs.status !== "pending") return stateOf(outputs);
    return wayOf(subject).create(subject, valuesOf(inputs), timeoutSeconds);
  },

  delete: async (subject) => {
    const { inputs, outputs, call, session } = subject;
    const values = { ...outputs, ...inputs };
    const id = values.projectId ?? subject.id;
    const successor = session.memory.cmekBindings.successor(id, call.urn);
    if (successor !== undefined) {
      call.log("info", `The key of the project ${id} stays: in this deployment it belongs to ${successor}.`);
      return;
    }
    if (!isComplete(values)) {
      throw new ProviderError(
        `CmekBinding "${call.name}" can't be deleted: the state lacks its values, which tell which key it is. Delete the key of the project ${id} in Pinecone's console, then run \`pulumi state delete '${call.urn}'\`.`,
      );
    }
    await wayOf(subject).delete(subject, valuesOf(values));
  },
});

function wayOf({ session }: Pick<Subject, "session">): Way {
  return session.settings.binding === "api" ? apiWay : consoleWay;
}

function valuesOf({ projectId, name, roleArn, keyArn, externalId }: BindingValues): BindingValues {
  return { projectId, name, roleArn, keyArn, ...given({ externalId }) };
}

function isComplete(values: Partial<Inputs>): values is Inputs {
  return (["projectId", "name", "roleArn", "keyArn"] as const).every((name) => values[name] !== undefined);
}

function deletedOutside({ outputs, call }: ExistingSubject<Inputs, Outputs>): ProviderError {
  return new ProviderError(
    `CmekBinding "${call.name}": the CMEK key "${String(outputs.name)}" of the project ${String(outputs.projectId)} was deleted outside Pulumi. Nothing is changed. Pinecone's rule for a key: ` +
      `you cannot change it once it is set, so it is not added again unasked. To add it again, run \`pulumi state delete '${call.urn}'\` (with --force if it is protected), then \`pulumi up\`. ` +
      `To give it up, take the CmekBinding out of the program.`,
  );
}
