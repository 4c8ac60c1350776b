import { defineConfig } from "vitest/config";

const minutes = (count: number): number => count * 60_000;

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "unit",
          include: ["test/**/*.test.ts"],
          exclude: ["test/engine/**"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "engine",
          include: ["test/engine/**/*.test.ts"],
          // Two files at a time: each starts moto, an emulator and an engine of its own.
          maxWorkers: 2,
          testTimeout: minutes(3),
          hookTimeout: minutes(15),
        },
      },
    ],
  },
});
