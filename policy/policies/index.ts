import type { Policy } from "../definition";
import { cmekProtected } from "./cmekProtected";
import { projectCmekForced } from "./projectCmekForced";
import { projectOneKey } from "./projectOneKey";

export { cmekProtected } from "./cmekProtected";
export { projectCmekForced } from "./projectCmekForced";
export { projectOneKey } from "./projectOneKey";

/** Every policy of the pack. */
export const policies: readonly Policy[] = [cmekProtected, projectCmekForced, projectOneKey];
