/** A stack of the model-based test in the real engine. */
import type { PulumiFn } from "@pulumi/pulumi/automation";
import { AccessGuard, NetworkAccess, PrivateEndpoint } from "../../../sdk";
import type { TestCloud, TestStack } from "../harness";
import { OperationFailedError } from "../harness/outcome";
import { apiBinding } from "../programs";
import { type Known, NOTHING, type Region, type Wanted } from "./model";
import type { Deployment } from "./world";

/** A new stack, with nothing in it. */
export async function engineDeployment(cloud: TestCloud, projectId: string): Promise<Deployment> {
  const stack = await cloud.stack(programOf(projectId, NOTHING), { config: apiBinding });
  return new EngineDeployment(stack, projectId);
}

/** Every way has its guard, and the switch waits for the ways of its stack. */
function programOf(projectId: string, { ways, restricted, acknowledged = [] }: Wanted): PulumiFn {
  return async () => {
    const guards = [...ways].map(([region, vpcEndpointId]) => {
      const way = { projectId, region, vpcEndpointId };
      const registration = new PrivateEndpoint(`registration-${region}`, way);
      return new AccessGuard(`guard-${region}`, way, { dependsOn: registration });
    });
    if (restricted === undefined) return;
    const regions = guards.map(({ region }) => region);
    const acknowledgeLostAccess = [...acknowledged];
    new NetworkAccess("switch", { projectId, privateEndpointsOnly: restricted, regions, acknowledgeLostAccess });
  };
}

class EngineDeployment implements Deployment {
  constructor(
    private readonly stack: TestStack,
    private readonly projectId: string,
  ) {}

  async up(wanted: Wanted): Promise<string | undefined> {
    this.stack.program = programOf(this.projectId, wanted);
    return whyItFailed(this.stack.up());
  }

  async destroy(): Promise<string | undefined> {
    return whyItFailed(this.stack.destroy());
  }

  async refresh(): Promise<void> {
    await this.stack.refresh();
  }

  known(): Known {
    const of = (type: string) => this.stack.resources().filter((one) => one.type === `pinecone-security:index:${type}`);
    return {
      ways: of("PrivateEndpoint").map(({ inputs, outputs }) => ({
        region: inputs?.["region"] as Region,
        vpcEndpointId: String(inputs?.["vpcEndpointId"]),
        status: String(outputs?.["status"]),
      })),
      restricted: of("NetworkAccess").map(({ inputs }) => inputs?.["privateEndpointsOnly"] === true)[0],
    };
  }
}

async function whyItFailed(operation: Promise<unknown>): Promise<string | undefined> {
  try {
    await operation;
    return undefined;
  } catch (error) {
    if (error instanceof OperationFailedError) return error.message;
    throw error;
  }
}
