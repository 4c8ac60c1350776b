/** A plugin with a PrivateEndpoint, for its tests. */
import { HalfCreatedError } from "../../../provider/rpc/errors";
import type { PropertyMap } from "../../../provider/rpc/values";
import { create, testbed, type Testbed } from "./testbed";

export const VPCE = "vpce-0a1b2c3d4e5f67890";
export const OTHER_VPCE = "vpce-0fedcba9876543210";
export const SERVICE = "com.amazonaws.vpce.us-east-1.vpce-svc-05ef6f1f0b9130b54";

/** The inputs of a PrivateEndpoint. */
export function endpointInputs(projectId: string) {
  return { projectId, region: "us-east-1", vpcEndpointId: VPCE };
}

/** What the half-created resource is that the work leaves. */
export async function half(work: Promise<unknown>): Promise<HalfCreatedError> {
  const error = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof HalfCreatedError) return error;
  throw new Error("it is not half-created", { cause: error });
}

export interface Registered {
  /** A deployment after the one that made it. No request has been counted yet. */
  readonly bed: Testbed;
  readonly projectId: string;
  readonly id: string;
  readonly inputs: ReturnType<typeof endpointInputs>;
  readonly outputs: PropertyMap;
}

/** A VPC endpoint that is registered and available. */
export async function registered(): Promise<Registered> {
  const first = await testbed({ binding: "api" });
  const projectId = first.pinecone.addProject();
  const inputs = endpointInputs(projectId);
  first.pinecone.turns.push({ state: "available" });
  const { id, outputs } = await create(first, "PrivateEndpoint", inputs);
  const bed = await first.again();
  bed.pinecone.requests.length = 0;
  return { bed, projectId, id, inputs, outputs };
}

/** A VPC endpoint whose registration has come to this state, and was left half-created by it. */
export async function halfRegistered(state: object): Promise<Registered> {
  const first = await testbed({ binding: "api" });
  const projectId = first.pinecone.addProject();
  const inputs = endpointInputs(projectId);
  first.pinecone.turns.push({ ...state });
  const { id, outputs } = await half(create(first, "PrivateEndpoint", inputs, "it", 1));
  const bed = await first.again();
  bed.pinecone.requests.length = 0;
  return { bed, projectId, id, inputs, outputs };
}
