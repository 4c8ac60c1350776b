export * from "./errors";
export * from "./provider";
export * from "./values";
export { listen, type Listening } from "./server";
export { serve } from "./serve";
export { decodeProperties, encodeProperties } from "./wire";
