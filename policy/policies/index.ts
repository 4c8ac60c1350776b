import type { Policy } from "../definition";
import { projectCmekForced } from "./projectCmekForced";

export { projectCmekForced } from "./projectCmekForced";

/** Every policy of the pack. */
export const policies: readonly Policy[] = [projectCmekForced];
