import { describe, expect, test, vi } from "vitest";
import { ApiKey, CmekProject, Project } from "../../index";
import { failure, useCloud } from "./harness";
import { apiBinding as config, boundProject, roleAndKey, type RoleAndKey } from "./programs";
import { inTerminal, isAlive } from "./terminal";

const cloud = useCloud();

/** How often the client has tried to bind a key, by the emulator's answer. */
async function bindings(): Promise<(number | null)[]> {
  const requests = await cloud.pinecone.requests();
  return requests
    .filter(({ method, path }) => method === "POST" && path.endsWith("/cmek-keys"))
    .map((one) => one.status);
}

describe("Ctrl-C during a wait", () => {
  test("ends within two seconds and leaves no plugin running, and the next up continues", async () => {
    const stack = await cloud.stack(boundProjectInYaml(await roleAndKey(cloud)), { config });
    await cloud.pinecone.settings({ iamLagSeconds: 600 });
    const up = await inTerminal(stack, "up", "--yes", "--skip-preview", "--non-interactive", "--stack", "dev");
    await vi.waitUntil(async () => (await bindings()).includes(412), { timeout: 60_000, interval: 100 });
    const plugins = up.descendants().filter(({ command }) => command.includes("pulumi-resource-pinecone-security"));
    expect(plugins).not.toEqual([]);

    const { milliseconds, code } = await up.ctrlC();
    expect(milliseconds).toBeLessThan(2_000);
    expect(code).not.toBe(0);
    expect(plugins.filter(isAlive)).toEqual([]);
    expect((await cloud.pinecone.snapshot()).cmekKeys).toEqual([]);

    await cloud.pinecone.settings({ iamLagSeconds: 0 });
    expect((await stack.up()).steps).toEqual({ create: ["search-binding"] });
    const { projects, cmekKeys } = await cloud.pinecone.snapshot();
    expect(projects).toHaveLength(1);
    expect(cmekKeys).toMatchObject([{ project_id: projects[0]?.id }]);
  });
});

function boundProjectInYaml(parts: RoleAndKey) {
  return {
    yaml: {
      resources: {
        search: {
          type: "pinecone-security:Project",
          properties: { name: "search", forceEncryptionWithCmek: true },
        },
        "search-binding": {
          type: "pinecone-security:CmekBinding",
          properties: { projectId: "${search.id}", name: "search", ...parts },
        },
      },
    },
  };
}

describe("IAM that is not everywhere yet", () => {
  test("is waited for, ten seconds of it", async () => {
    await cloud.pinecone.settings({ iamLagSeconds: 10 });
    const stack = await cloud.stack(
      async () => {
        new CmekProject("search", {
          pineconeAccountId: cloud.pinecone.pineconeAccountId,
          trust: { variant: "explicitRegionsWithExternalId", regions: ["us-east-1"] },
        });
      },
      { config },
    );
    await stack.up();
    const answers = await bindings();
    expect(answers.at(-1)).toBe(201);
    expect(new Set(answers.slice(0, -1))).toEqual(new Set([412]));
  });

  test("ends at the timeout with Pinecone's message when it takes ten minutes, and the next up succeeds", async () => {
    const parts = await roleAndKey(cloud);
    await cloud.pinecone.settings({ iamLagSeconds: 600 });
    const stack = await cloud.stack(boundProject(parts, { customTimeouts: { create: "4s" } }), { config });
    const message = await failure(stack.up());
    expect(message).toContain(`Pinecone could not assume the role ${parts.roleArn}: AccessDenied:`);
    expect(message).toContain("within 4 s");
    expect(message).toContain("customTimeouts.create");
    expect((await bindings()).length).toBeGreaterThan(1);

    await cloud.pinecone.settings({ clockOffsetSeconds: 601 });
    expect((await stack.up()).steps).toEqual({ create: ["search-binding"] });
    const { projects, cmekKeys } = await cloud.pinecone.snapshot();
    expect(projects).toHaveLength(1);
    expect(cmekKeys).toMatchObject([{ project_id: projects[0]?.id }]);
  });
});

describe("a token that expires in the middle of an up", () => {
  /** Two resources, and something that happens between them. */
  const upAround = async (between: () => Promise<unknown>) => {
    const stack = await cloud.stack(async () => {
      const { id } = new Project("search", { name: "search" });
      const projectId = id.apply(async (known) => {
        await between();
        return known;
      });
      new ApiKey("reader", { projectId, name: "reader" });
    });
    return stack.up();
  };
  const answers = async (path: string) =>
    (await cloud.pinecone.requests()).filter((one) => one.path.endsWith(path)).map(({ status }) => status);

  test("is not noticed when only Pinecone knows of it", async () => {
    const { steps } = await upAround(() => cloud.pinecone.settings({ clockOffsetSeconds: 3600 }));
    expect(steps).toEqual({ create: ["search", "reader"] });
    expect(await answers("/api-keys")).toEqual([401, 201]);
    expect(await answers("/oauth/token")).toEqual([200, 200]);
    expect((await cloud.pinecone.snapshot()).apiKeys).toHaveLength(1);
  });

  test("is replaced beforehand when its life is known to be over", async () => {
    await cloud.pinecone.settings({ tokenLifetimeSeconds: 1 });
    const { steps } = await upAround(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
    expect(steps).toEqual({ create: ["search", "reader"] });
    expect(await answers("/api-keys")).toEqual([201]);
    expect(await answers("/oauth/token")).toEqual([200, 200]);
  });
});
