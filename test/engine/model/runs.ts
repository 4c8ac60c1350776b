/** Random paths through the model, and the project that each of them is walked in. */
import { CreateVpcCommand, CreateVpcEndpointCommand, DeleteVpcEndpointsCommand } from "@aws-sdk/client-ec2";
import fc from "fast-check";
import { REGION_TABLE } from "../../../iam";
import type { TestCloud } from "../harness";
import { admin } from "../programs";
import { allCommands, anyStart } from "./commands";
import { holdDestroy } from "./hold";
import { Model, REGIONS } from "./model";
import { type Aws, type Deployment, World } from "./world";

/** Which stacks there are. `apart`: one for each region, and one for the switch. `together`: a single one. */
export type Layout = "apart" | "together";

/** How far the search goes. */
export interface Search {
  readonly layout: Layout;
  /** How many paths. */
  readonly runs: number;
  /** The most steps of one. */
  readonly steps: number;
  /** The same seed gives the same paths. @default - another one each time */
  readonly seed?: number | undefined;
  /** Looks for a shorter path that fails too. */
  readonly shrink: boolean;
}

/**
 * Walks random paths. A failure names seed, path and `replayPath`; given as JSON in PINECONE_SECURITY_MODEL_REPLAY they walk it again.
 *
 * @param deploy makes a new stack for a project
 */
export async function walk(
  cloud: TestCloud,
  { layout, runs, steps, seed, shrink }: Search,
  deploy: (projectId: string) => Promise<Deployment>,
): Promise<void> {
  const { replayPath, ...again } = replay();
  const paths = fc.commands(allCommands(), {
    maxCommands: steps,
    size: "max",
    ...(replayPath !== undefined && { replayPath }),
  });
  const settings = { numRuns: runs, endOnFailure: !shrink, ...(seed !== undefined && { seed }), ...again };
  await fc.assert(
    fc.asyncProperty(anyStart(), paths, async (start, path) => {
      const real = await newWorld(cloud, layout, deploy);
      const model = new Model();
      await fc.asyncModelRun(() => ({ model, real }), [...start, ...path]);
      await holdDestroy(model, real);
    }),
    settings,
  );
}

function replay(): { readonly replayPath?: string; readonly seed?: number; readonly path?: string } {
  const { PINECONE_SECURITY_MODEL_REPLAY: text } = process.env;
  return text === undefined ? {} : (JSON.parse(text) as object);
}

/** A new project, and its stacks, with nothing in them yet. */
async function newWorld(
  cloud: TestCloud,
  layout: Layout,
  deploy: (projectId: string) => Promise<Deployment>,
): Promise<World> {
  const { pinecone } = cloud;
  await pinecone.reset();
  const { id: projectId } = await admin<{ id: string }>(cloud, "POST", "projects", { name: "search" });
  const reader = { name: "reader", roles: ["DataPlaneViewer"] };
  const { value: apiKey } = await admin<{ value: string }>(cloud, "POST", `projects/${projectId}/api-keys`, reader);
  const stacks = new Map<string, Deployment>();
  for (const name of layout === "apart" ? [...REGIONS, "switch"] : ["all"]) stacks.set(name, await deploy(projectId));
  const stackOf = (part: string): string => (layout === "apart" ? part : "all");
  return new World({ pinecone, aws: awsOf(cloud), stacks, stackOf, projectId, apiKey });
}

function awsOf(cloud: TestCloud): Aws {
  return {
    makeVpcEndpoint: async (region) => {
      const ec2 = cloud.ec2(region);
      const { Vpc } = await ec2.send(new CreateVpcCommand({ CidrBlock: "10.0.0.0/16" }));
      const { serviceName: ServiceName } = REGION_TABLE[region];
      const request = { VpcId: Vpc?.VpcId, VpcEndpointType: "Interface" as const, ServiceName };
      const { VpcEndpoint } = await ec2.send(new CreateVpcEndpointCommand(request));
      return VpcEndpoint?.VpcEndpointId ?? "";
    },
    deleteVpcEndpoint: async (region, id) => {
      await cloud.ec2(region).send(new DeleteVpcEndpointsCommand({ VpcEndpointIds: [id] }));
    },
  };
}
