import { expect, test } from "vitest";
import { startCloud } from "../../local/cloud";

test("both are up with the environment that leads to them, and gone after stop", { timeout: 600_000 }, async () => {
  const cloud = await startCloud();
  try {
    expect(cloud.env).toEqual({
      AWS_ENDPOINT_URL: cloud.awsEndpoint,
      AWS_REGION: "us-east-1",
      AWS_ACCESS_KEY_ID: expect.any(String) as string,
      AWS_SECRET_ACCESS_KEY: expect.any(String) as string,
      PINECONE_CONTROLLER_HOST: cloud.emulator.url,
      PINECONE_DATA_PLANE_URL: cloud.emulator.url,
      PINECONE_TOKEN_URL: cloud.emulator.tokenUrl,
      PINECONE_CLIENT_ID: cloud.emulator.clientId,
      PINECONE_CLIENT_SECRET: cloud.emulator.clientSecret,
    });
    expect((await fetch(cloud.awsEndpoint)).ok).toBe(true);
    expect((await cloud.emulator.snapshot()).projects).toEqual([]);
  } finally {
    await cloud.stop();
  }
  await expect(fetch(cloud.awsEndpoint)).rejects.toThrow();
  await expect(fetch(cloud.emulator.url)).rejects.toThrow();
});
