import { defineConfig } from "vitest/config";

/** The AWS SDK's notice on Node versions is for its users, and tests are quiet. */
const env = { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: "true" };

const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          env,
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**"],
          globalSetup: ["test/prepare/moto.ts"],
          testTimeout: 30_000,
          hookTimeout: 60_000,
          sequence: { groupOrder: 0 },
        },
      },
      {
        test: {
          name: "engine",
          env,
          include: ["test/engine/**/*.test.ts"],
          globalSetup: ["test/prepare/moto.ts", "test/prepare/engine.ts"],
          // Two files at a time: each starts moto, an emulator and an engine of its own.
          maxWorkers: 2,
          sequence: { groupOrder: 1 },
          testTimeout: minutes(3),
          hookTimeout: minutes(2),
        },
      },
    ],
  },
});
