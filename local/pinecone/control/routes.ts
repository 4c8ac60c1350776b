import * as z from "zod";
import { bindingOf } from "../cmekKeys";
import { regionOf } from "../aws/witness";
import { faultOrder } from "../faults";
import { ApiError } from "../http/answer";
import type { Answer } from "../http/answer";
import { parseBody } from "../http/body";
import type { Call, Route } from "../http/router";
import { CONTROL_PREFIX } from "../http/server";
import { defaultSettings, settingsPatch } from "../settings";
import type { Settings } from "../settings";
import { snapshot } from "../snapshot";
import type { World } from "../world";
import { projectOf } from "../projects";
import { backDoorRoutes } from "./backDoor";
import { networkBackDoorRoutes } from "./networkBackDoor";

const encryptRequest = z.strictObject({ plaintext: z.string().min(1).max(4096) });

const steering: readonly Route[] = [
  control("GET", "snapshot", "Everything the emulator knows, secrets included", read),
  control("POST", "reset", "Back to the start: no projects, no orders, no requests, settings as they were", reset),
  control("GET", "settings", "The settings", ({ world }) => ok(world.settings)),
  control("PATCH", "settings", "Changes some settings", ({ world, body }) => {
    changeSettings(world, parseBody(settingsPatch, body));
    return ok(world.settings);
  }),
  control("GET", "faults", "Orders to go wrong that are still to come", ({ world }) => ok(world.faults.pending())),
  control("POST", "faults", "Orders requests to go wrong, by method and path", ({ world, body }) => {
    world.faults.add(parseBody(faultOrder, body));
    return { status: 201, body: world.faults.pending() };
  }),
  control(
    "DELETE",
    "faults",
    "Takes back all orders to go wrong",
    clearing(({ faults }) => faults),
  ),
  control("GET", "requests", "The requests so far, secrets blanked", ({ world }) => ok(world.requests.requests)),
  control(
    "DELETE",
    "requests",
    "Forgets the requests so far",
    clearing(({ requests }) => requests),
  ),
  control("GET", "audit-events", "The audit events so far, in Pinecone's schema", ({ world }) =>
    ok(world.audit.events),
  ),
  control(
    "DELETE",
    "audit-events",
    "Forgets the audit events so far",
    clearing(({ audit }) => audit),
  ),
  control(
    "DELETE",
    "tokens",
    "Makes all access tokens invalid",
    clearing(({ state }) => state.tokens),
  ),
  control("POST", "projects/{project_id}/encrypt", "Encrypts a text with the project's key and decrypts it", encrypt),
];

/** All control routes; the first lists the others. */
export const controlRoutes: readonly Route[] = [
  control("GET", "", "This list", () =>
    ok({ routes: controlRoutes.map(({ method, path, summary }) => ({ method, path, summary })) }),
  ),
  ...steering,
  ...[...backDoorRoutes, ...networkBackDoorRoutes].map(({ method, path, summary, handle }) =>
    control(method, path, summary, handle),
  ),
];

function control(method: Route["method"], path: string, summary: string | undefined, handle: Route["handle"]): Route {
  return { method, path: `${CONTROL_PREFIX}${path}`, ...(summary !== undefined && { summary }), handle };
}

function ok(body: unknown): Answer {
  return { status: 200, body };
}

/** Empties one of the emulator's stores. */
function clearing(store: (world: World) => { clear(): void }): Route["handle"] {
  return ({ world }) => {
    store(world).clear();
    return { status: 204 };
  };
}

async function read({ world }: Call): Promise<Answer> {
  return ok(await snapshot(world));
}

function reset({ world }: Call): Answer {
  for (const store of [world.state, world.faults, world.requests, world.audit]) store.clear();
  changeSettings(world, defaultSettings());
  return { status: 204 };
}

function changeSettings(world: World, change: z.output<typeof settingsPatch>): void {
  const given = Object.entries(change).filter(([, value]) => value !== undefined);
  world.settings = { ...world.settings, ...(Object.fromEntries(given) as Partial<Settings>) };
  world.clock.offsetSeconds = world.settings.clockOffsetSeconds;
}

/** Proof for a person that the bound key really encrypts. */
async function encrypt(call: Call): Promise<Answer> {
  const project = projectOf(call);
  const { plaintext } = parseBody(encryptRequest, call.body);
  const key = call.world.state.cmekKeyOf(project.id);
  if (key === undefined) throw new ApiError("FAILED_PRECONDITION", `Project ${project.id} has no CMEK key.`);
  const binding = bindingOf(key);
  return ok(await call.world.aws.seal(binding, regionOf(binding.keyArn), plaintext));
}
