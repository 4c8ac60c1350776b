import type { Policy } from "../definition";
import { cmekProtected } from "./cmekProtected";
import { projectCmekForced } from "./projectCmekForced";
import { projectNoPodsOrBackups } from "./projectNoPodsOrBackups";
import { projectOneKey } from "./projectOneKey";

export { cmekProtected } from "./cmekProtected";
export { projectCmekForced } from "./projectCmekForced";
export { projectNoPodsOrBackups } from "./projectNoPodsOrBackups";
export { projectOneKey } from "./projectOneKey";

/** Every policy of the pack. */
export const policies: readonly Policy[] = [cmekProtected, projectCmekForced, projectNoPodsOrBackups, projectOneKey];
