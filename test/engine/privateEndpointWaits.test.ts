import type { CustomResourceOptions } from "@pulumi/pulumi";
import { describe, expect, test, vi } from "vitest";
import { PrivateEndpoint } from "../../sdk";
import { failure, useCloud } from "./harness";
import { makeProject, makeVpcEndpoints, registered, registrationIn } from "./privateLinkPrograms";
import { apiBinding as config, writes } from "./programs";
import { inTerminal, isAlive } from "./terminal";

const cloud = useCloud();
const region = "us-east-1";

/** What is to be registered. */
async function place() {
  const [projectId, [vpcEndpointId = ""]] = [await makeProject(cloud), await makeVpcEndpoints(cloud)];
  await cloud.pinecone.clearRequests();
  return { projectId, vpcEndpointId };
}

/** A stack that is to register a VPC endpoint. */
async function registering(options: CustomResourceOptions = {}) {
  const { projectId, vpcEndpointId } = await place();
  const stack = await cloud.stack(
    async () => {
      new PrivateEndpoint("search", { projectId, region, vpcEndpointId }, options);
    },
    { config },
  );
  return { stack, projectId, vpcEndpointId };
}

describe("what Pinecone rejects", () => {
  test("ends at once with Pinecone's words and stays in the state; up tries again until the cause is gone", async () => {
    const reason = "The VPC endpoint's owner is not on the list of the service.";
    await cloud.pinecone.settings({ privateEndpointVerdict: { state: "rejected", reason } });
    const { stack, projectId, vpcEndpointId } = await registering();
    const register = `POST /admin/projects/${projectId}/private-endpoints`;

    const refused = await failure(stack.up());
    expect(refused).toMatch(
      new RegExp(`registration of ${vpcEndpointId} in ${region} \\(\\S+\\) is rejected\\. Its words: ${reason}`),
    );
    expect(
      (await cloud.pinecone.requests()).map(({ path }) => path).filter((path) => /private-endpoints\//.test(path)),
    ).toEqual([]);
    expect(registrationIn(stack)?.outputs).toMatchObject({ status: "rejected", statusReason: reason });
    expect(registrationIn(stack)?.initErrors).not.toEqual([]);

    const [first] = (await cloud.pinecone.snapshot()).privateEndpoints;
    await cloud.pinecone.clearRequests();
    expect(await failure(stack.up())).toContain(reason);
    expect(await writes(cloud)).toEqual([`DELETE /admin/private-endpoints/${first?.id ?? ""}`, register]);
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} rejected`]);

    await cloud.pinecone.settings({ privateEndpointVerdict: { state: "available" } });
    expect((await stack.up()).steps).toEqual({ update: ["search"] });
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
    expect((await stack.preview()).steps).toEqual({});
  });

  test("after a while of pending ends the wait then, and can be destroyed", async () => {
    const reason = "It was not accepted.";
    await cloud.pinecone.settings({
      privateEndpointPendingSeconds: 1,
      privateEndpointVerdict: { state: "rejected", reason },
    });
    const { stack } = await registering();
    expect(await failure(stack.up())).toContain(`is rejected. Its words: ${reason}`);
    await stack.destroy();
    expect(await registered(cloud)).toEqual([]);
    expect(stack.resources()).toEqual([]);
  });
});

describe("what stays pending", () => {
  test("for longer than customTimeouts is half-created, and the next up goes on without a second POST", async () => {
    await cloud.pinecone.settings({ privateEndpointPendingSeconds: 600 });
    const { stack, vpcEndpointId, projectId } = await registering({ customTimeouts: { create: "2s", update: "60s" } });
    const message = await failure(stack.up());
    expect(message).toMatch(new RegExp(`registration of ${vpcEndpointId} \\(\\S+\\) is still pending after 2 s`));
    expect(message).toContain("the next `pulumi up` goes on waiting");
    expect(registrationIn(stack)).toMatchObject({
      id: `${projectId}/${vpcEndpointId}`,
      outputs: { status: "pending" },
    });
    expect(registrationIn(stack)?.initErrors).not.toEqual([]);

    await cloud.pinecone.settings({ clockOffsetSeconds: 601 });
    expect((await stack.up()).steps).toEqual({ update: ["search"] });
    expect(await writes(cloud)).toEqual([`POST /admin/projects/${projectId}/private-endpoints`]);
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
    expect(registrationIn(stack)?.outputs).toMatchObject({ status: "available" });
    expect((await stack.preview()).steps).toEqual({});
  });

  test("when Ctrl-C comes ends within two seconds, half-created, and the next up goes on without a second POST", async () => {
    await cloud.pinecone.settings({ privateEndpointPendingSeconds: 600 });
    const { projectId, vpcEndpointId } = await place();
    const type = "pinecone-security:PrivateEndpoint";
    const resources = { search: { type, properties: { projectId, region, vpcEndpointId } } };
    const stack = await cloud.stack({ yaml: { resources } }, { config });
    const up = await inTerminal(stack, "up", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev");
    const isPending = async (): Promise<boolean> => (await registered(cloud)).includes(`${vpcEndpointId} pending`);
    await vi.waitUntil(isPending, { timeout: 60_000, interval: 100 });
    const plugins = up.descendants().filter(({ command }) => command.includes("pulumi-resource-pinecone-security"));
    expect(plugins).not.toEqual([]);

    const { milliseconds, code } = await up.ctrlC();
    expect(milliseconds).toBeLessThan(2_000);
    expect(code).not.toBe(0);
    expect(plugins.filter(isAlive)).toEqual([]);
    expect(registrationIn(stack)).toMatchObject({ outputs: { status: "pending" } });

    await cloud.pinecone.settings({ clockOffsetSeconds: 601 });
    expect((await stack.up()).steps).toEqual({ update: ["search"] });
    expect(await writes(cloud)).toEqual([`POST /admin/projects/${projectId}/private-endpoints`]);
    expect(await registered(cloud)).toEqual([`${vpcEndpointId} available`]);
  });
});
