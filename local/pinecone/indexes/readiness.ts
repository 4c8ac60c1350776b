import type { StoredIndex } from "../state";
import type { World } from "../world";
import type { IndexModel } from "./model";

/** The index as Pinecone tells it now: it is ready when the time of its provisioning is over. */
export function modelNow({ clock, settings }: Pick<World, "clock" | "settings">, index: StoredIndex): IndexModel {
  const ageSeconds = (clock.now() - index.createdAt) / 1000;
  const ready = ageSeconds >= settings.indexProvisioningSeconds;
  return { ...index.model, status: { ready, state: ready ? "Ready" : "Initializing" } };
}
