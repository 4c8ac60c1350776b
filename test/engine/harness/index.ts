/**
 * What an engine test stands on: the real engine, our plugins from `dist/`, moto and the emulator.
 *
 *     const cloud = useCloud();
 *
 *     test("a second preview is empty", async () => {
 *       const stack = await cloud.stack(async () => { new Project("search", { name: "search" }); });
 *       await stack.up();
 *       expect((await stack.preview()).steps).toEqual({});
 *     });
 */
export { useCloud, type TestCloud } from "./cloud";
export type { Program } from "./folder";
export { failure, type Diagnostic, type Outcome } from "./outcome";
export { fromInternet, reach, type Client, type Reached } from "../../../local/vpc/client";
export { judgedBy, policyPack, type Judged, type TestPolicyPack } from "./policyPack";
export { makeVpc, type LocalVpc as TestVpc } from "../../../local/vpc/make";
export { TestStack, type CommandOutcome, type OperationOptions, type StackOptions, type StateResource } from "./stack";
