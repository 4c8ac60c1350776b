import { afterEach, beforeAll, describe, expect, test } from "vitest";
import { HalfCreatedError, TimeoutReason } from "../../../../provider/rpc";
import type { Sleep } from "../../../../local/aws/wait";
import { MOTO_START_MS, useCloud } from "../cloud";
import { configuredPlugin, Driven, newContext, type State } from "../support";
import { startChangingProxy, type ChangingProxy } from "./changingProxy";
import { driven, newNetwork, SERVICE } from "./support";

const TYPE = "aws:ec2/vpcEndpoint:VpcEndpoint";
const noSleep: Sleep = async () => undefined;

const cloud = useCloud();
let program: Record<string, string>;
beforeAll(async () => {
  const { vpcId } = await newNetwork(cloud.ec2);
  program = { vpcId, serviceName: SERVICE, vpcEndpointType: "Interface" };
}, MOTO_START_MS);

let proxy: ChangingProxy | undefined;
afterEach(async () => {
  await proxy?.close();
  proxy = undefined;
});

/** An endpoint whose state EC2 tells as these, one look after the other, and the last for ever. */
async function endpointThatIs(
  states: readonly string[],
  sleep: Sleep = noSleep,
  context = newContext(),
): Promise<Driven> {
  const left = [...states];
  proxy = await startChangingProxy(cloud.endpoint, "DescribeVpcEndpoints", (answer) => {
    const state = left.length > 1 ? left.shift() : left[0];
    return answer.replace(/<state>\w+<\/state>/, `<state>${state}</state>${LAST_ERROR}`);
  });
  return new Driven(await configuredPlugin(proxy.endpoint, {}, sleep), TYPE, "endpoint", context);
}

const LAST_ERROR = "<lastError><code>ServiceRefused</code><message>The owner refused it</message></lastError>";

/** The failure of a creation that leaves a half-created resource. */
async function halfCreated(resource: Driven): Promise<HalfCreatedError> {
  const failure: unknown = await resource.create(program).catch((error: unknown) => error);
  if (!(failure instanceof HalfCreatedError)) {
    throw new Error(`not half-created: ${String(failure)}`);
  }
  return failure;
}

describe("creating a VPC endpoint", () => {
  test("that is pending waits until it is available, ever longer up to 5 s", async () => {
    const pauses: number[] = [];
    const states = [...Array<string>(7).fill("pending"), "available"];
    const resource = await endpointThatIs(states, async (milliseconds) => void pauses.push(milliseconds));
    expect((await resource.create(program)).outputs["state"]).toBe("available");
    expect(pauses).toEqual([500, 1000, 2000, 4000, 5000, 5000, 5000]);
  });

  test("that waits for its acceptance goes on, as with @pulumi/aws", async () => {
    const made = await (await endpointThatIs(["pending", "pendingAcceptance"])).create(program);
    expect(made.outputs["state"]).toBe("pendingAcceptance");
  });

  test.each(["failed", "rejected", "expired"])("that is %s ends at once, with AWS's words", async (state) => {
    let pauses = 0;
    const failure = await halfCreated(await endpointThatIs([state], async () => void (pauses += 1)));
    expect(failure.message).toContain(
      `"${failure.id}" is ${state}, and does not become available any more. AWS says: The owner refused it (ServiceRefused).`,
    );
    expect(pauses).toBe(0);
  });

  test("that stays pending ends after ten minutes, and the next up goes on waiting", async () => {
    const failure = await halfCreated(await endpointThatIs(["pending"]));
    expect(failure.message).toMatch(
      /^Waited 600 s for the VPC endpoint .* to be available, and its state is "pending"/,
    );
    const { id, inputs, outputs } = failure;
    await proxy?.close();
    const later = await endpointThatIs(["pending", "available"]);
    expect((await later.update({ id, inputs, outputs }, program)).outputs["state"]).toBe("available");
  });

  test("ends with customTimeouts while it waits, and keeps what was made", async () => {
    const abort = new AbortController();
    const sleep: Sleep = async (_milliseconds, signal) => {
      abort.abort(new TimeoutReason(7));
      signal.throwIfAborted();
    };
    const failure = await halfCreated(await endpointThatIs(["pending"], sleep, newContext(abort.signal)));
    expect(failure.message).toBe("not finished within the 7 s that `customTimeouts` gives it");
    const { VpcEndpoints } = await cloud.ec2.describeVpcEndpoints({ VpcEndpointIds: [failure.id] });
    expect(VpcEndpoints).toHaveLength(1);
  });
});

describe("deleting a VPC endpoint", () => {
  const made = (): Promise<State> => driven.endpoint(cloud.plugin).create(program);

  test("waits until it is gone", async () => {
    const state = await made();
    let pauses = 0;
    const states = ["available", "deleting", "deleting", "deleted"];
    await (await endpointThatIs(states, async () => void (pauses += 1))).delete(state);
    expect(pauses).toBe(2);
  });

  test("that AWS refuses says so, in AWS's words", async () => {
    const state = await made();
    proxy = await startChangingProxy(cloud.endpoint, "DeleteVpcEndpoints", (answer) =>
      answer.replace(/<unsuccessful\s*\/>|<unsuccessful>\s*<\/unsuccessful>/, UNSUCCESSFUL),
    );
    await expect(driven.endpoint(await configuredPlugin(proxy.endpoint)).delete(state)).rejects.toThrow(
      `Could not delete the VPC endpoint "${state.id}": It is in use (OperationNotPermitted)`,
    );
  });
});

const UNSUCCESSFUL =
  "<unsuccessful><item><error><code>OperationNotPermitted</code><message>It is in use</message></error></item></unsuccessful>";
