import * as z from "zod";
import type { ResourceShape } from "./definition";
import { projectIdType } from "./fieldTypes";
import { confirmationOf } from "./console/confirmation";
import { idToRead } from "./importId";
import { defineResource, type Subject, Unfinished } from "./lifecycle";
import { apiWay } from "./network/api";
import { consoleWay } from "./network/console";
import { checkTurningOn, plannedRegions } from "./network/turningOn";
import { stateOf, type SwitchCheck, type Way } from "./network/values";
import { fingerprintOf, switchWorksheet } from "./network/worksheet";
import { given } from "./plain";

const shape = {
  name: "NetworkAccess",
  description: `The VPC-only switch of a Pinecone project: whether its indexes answer through Private Endpoints alone. The console calls it "VPC endpoint access only", or "Restrict access to only private endpoints".
A project has one, so there is one NetworkAccess per project.

Turned on, it cuts off everybody who uses an index of the project over the internet. Pinecone turns it on whatever that breaks, so this resource looks first, and refuses to turn it on

- when the project has no available Private Endpoint at all,
- when a region in \`regions\` has none,
- when an index is in a region that has none, unless \`acknowledgeLostAccess\` names every such index,
- when nobody can list the indexes.

What is known of this is told in preview, and all of it is looked at again right before the switch is turned. The indexes that lose nothing but their public access are named in preview.
A switch that is on already stays on, whatever has changed since. Turning it off is always allowed, and nothing is looked at for it.

Deleting the resource turns the switch off, unless the resource has it as \`open\`. A resource that was renamed without an alias leaves it on: it belongs to the new name.

Pinecone publishes no API for it. The provider's \`binding\` says how it is turned: \`console\` (a worksheet for a person, who confirms with a fingerprint) or \`api\` (the preview routes).
With \`console\` the public host of an index tells how the switch is, where an API key of the project is known: it answers over the internet, or says Unauthorized. A confirmation that it contradicts does not count.`,
  importId: {
    description:
      "The project ID: a project has one switch. With `binding: console` an API key of the project must be known, so that the public host of an index tells how the switch is.",
    example: "8b2f6b1c-4c0e-4f5a-9d3b-2f6c1d7e9a10",
  },
  inputs: {
    projectId: {
      type: projectIdType,
      description:
        "The project. Another one gets the switch as it is declared here, and then the old one's is turned off.",
      onChange: { kind: "replace" },
    },
    privateEndpointsOnly: {
      type: z.boolean(),
      description: "Whether the project's indexes answer through its Private Endpoints alone.",
      onChange: { kind: "update" },
    },
    regions: {
      type: z.array(z.string().min(1)).optional(),
      description: `AWS regions that must have an available Private Endpoint before the switch is turned on. Given as outputs of \`PrivateLink\` components, \`PrivateEndpoint\`s or \`StackReference\`s they also make the
switch wait for them, and outlast it: in a destroy the switch goes off first. With \`binding: console\` nobody can look at the endpoints, so these are the regions that count as having one.`,
      default:
        "`api`: whatever endpoints Pinecone has. `console`: the regions of the PrivateEndpoints of the same program",
      isSet: true,
      untold: true,
      onChange: { kind: "update" },
    },
    acknowledgeLostAccess: {
      type: z.array(z.string().min(1)).optional(),
      description: `The names of the indexes that may lose all access: those in regions without an available Private Endpoint, and those whose region Pinecone does not tell. The switch is turned on in spite of them
when all of them are named. It counts at that moment alone.`,
      default: "none may",
      isSet: true,
      untold: true,
      onChange: { kind: "update" },
    },
  },
  outputs: {
    status: {
      type: z.enum(["restricted", "open", "pending"]),
      description: `\`restricted\`: private endpoints only. \`open\`: the internet too. \`pending\`: with \`binding: console\`, a person has to turn it and confirm that; with \`api\`, Pinecone's answer was lost, and the next
\`pulumi up\` looks what became of it.`,
    },
    evidence: {
      type: z.enum(["api", "verified", "attested"]).optional(),
      description:
        "How the plugin knows. `api`: Pinecone's API says so. `verified`: the public host of an index has answered so. `attested`: a person has confirmed it.",
    },
    seen: { type: z.string().optional(), description: "What was observed, when `evidence` is `verified`." },
    fingerprint: {
      type: z.string().optional(),
      description: "The fingerprint of exactly the values of the worksheet, with `binding: console`.",
    },
  },
  requests: {
    check:
      "when it is to be turned on: `api`: a look at the switch and at the Private Endpoints; both: at the indexes, where an API key is known",
    create:
      "`api`: when it is to be turned on, a look at the switch, the Private Endpoints and the indexes; then `PATCH /admin/projects/{project_id}/network-access`. `console`: one request to the public host of an index, where an API key is known, after a look whether that is of the project; a look at the indexes before the worksheet for turning it on",
    refresh:
      "`api`: `GET /admin/projects/{project_id}/network-access`. `console`: `GET /admin/projects`, once for all projects, and one request to the public host of an index, where an API key is known; when it contradicts the state, a look with a temporary key whether the configured one is of the project",
    update: "as for create when the switch is to be turned, otherwise none",
    delete: "`api`: `PATCH /admin/projects/{project_id}/network-access`, unless it is open. `console`: as for refresh",
  },
} as const satisfies ResourceShape;

/** The VPC-only switch of a project. */
export const networkAccess = defineResource(shape, {
  check,

  review: ({ outputs }) => (outputs.status === "pending" ? ["status"] : []),

  announce: ({ inputs, ...subject }) => {
    const { call, session } = subject;
    if (session.settings.binding !== "console" || inputs.privateEndpointsOnly === false) return;
    const { projectId, privateEndpointsOnly } = inputs;
    const confirmation = confirmationOf(subject);
    if (projectId === undefined || privateEndpointsOnly === undefined) {
      call.log(
        "info",
        "A person will turn the VPC-only switch in Pinecone's console: `pulumi up` shows the worksheet once all values are known, and stops there until it is confirmed.",
      );
    } else if (confirmation !== fingerprintOf({ projectId, privateEndpointsOnly })) {
      const regions = inputs.regions ?? plannedRegions(subject, projectId);
      const values = { projectId, privateEndpointsOnly };
      call.log("info", switchWorksheet(values, { name: call.name, confirmation }, regions).join("\n"));
    }
  },

  create: async ({ inputs, ...subject }) => {
    const { session, call } = subject;
    const made = (): void => {
      session.memory.networkAccess.made(inputs.projectId, call.urn);
    };
    try {
      const state = await wayOf(subject).turn(subject, inputs);
      made();
      return { id: inputs.projectId, outputs: state };
    } catch (error) {
      // Also while a person is at it, the switch is this resource's.
      if (error instanceof Unfinished) made();
      throw error;
    }
  },

  read: async (subject) => {
    const id = idToRead(subject, "project ID", "A project has one VPC-only switch, so the project names it.");
    const found = await wayOf(subject).read(subject, id);
    if (found === undefined) return undefined;
    const { regions, acknowledgeLostAccess } = subject.inputs;
    const { privateEndpointsOnly, state } = found;
    return { inputs: given({ projectId: id, privateEndpointsOnly, regions, acknowledgeLostAccess }), outputs: state };
  },

  update: async ({ inputs, outputs, changes, ...subject }) => {
    const isToTurn = changes.privateEndpointsOnly !== undefined || outputs.status === "pending";
    return isToTurn ? wayOf(subject).turn(subject, inputs) : stateOf(outputs);
  },

  delete: async (subject) => {
    const { id, outputs, call, session } = subject;
    const successor = session.memory.networkAccess.successor(id, call.urn);
    if (successor !== undefined) {
      call.log(
        "info",
        `The VPC-only switch of the project ${id} stays as it is: in this deployment it belongs to ${successor}.`,
      );
      return;
    }
    // What is open, as far as this resource knows, it has not turned on.
    if (outputs.status !== "open") await wayOf(subject).delete(subject, id);
  },
});

function wayOf({ session }: Pick<Subject, "session">): Way {
  return session.settings.binding === "api" ? apiWay : consoleWay;
}

/** One switch per project, and nobody is locked out by turning it on. */
async function check(subject: SwitchCheck): Promise<void> {
  const { known, olds, call, session, fail } = subject;
  const { projectId, privateEndpointsOnly } = known;
  if (projectId === undefined) return;
  const { networkAccess: switches } = session.memory;
  const holder = switches.claim(projectId, call.urn);
  if (holder !== undefined) {
    fail(
      "projectId",
      `${projectId} has another NetworkAccess in this stack too: ${holder}. A project has one VPC-only switch, and two resources would turn it to and fro. Keep one of the two; if one was renamed to the other, give it an alias.`,
    );
    return;
  }
  const isSame = olds?.projectId === projectId;
  if (isSame) switches.holds(projectId, call.urn);
  // What the state has as on takes nothing from anybody.
  if (privateEndpointsOnly !== true || (isSame && olds.privateEndpointsOnly === true)) return;
  const isOn = await wayOf(subject).isOn(subject, projectId);
  if (isOn === "no project" && olds === undefined) {
    fail(
      "projectId",
      `${projectId} is no project of this organization: Pinecone does not find it. Give the ID of a project that the service account can see.`,
    );
  } else if (isOn === false || isOn === undefined) {
    await checkTurningOn(subject, projectId);
  }
}
