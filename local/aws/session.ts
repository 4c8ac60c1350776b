import type { Clients } from "./clients";
import type { Settings } from "./settings";
import type { Sleep } from "./wait";

/** The configured plugin. */
export interface Session {
  readonly settings: Settings;
  readonly clients: Clients;
  readonly sleep: Sleep;
}
