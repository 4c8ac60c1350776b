import { test } from "vitest";
import { useCloud } from "./harness";
import { engineDeployment } from "./model/engineDeployment";
import { type Layout, walk } from "./model/runs";

const cloud = useCloud();

/** More than these find what is rare: each run takes about half a minute. */
const runs = Number(process.env["PINECONE_SECURITY_MODEL_RUNS"] ?? 2);
/** CI walks the same paths each time. Those of this seed try to take a last way, and to turn the switch on without one. */
const seed = process.env["PINECONE_SECURITY_MODEL_RUNS"] === undefined ? 9 : undefined;

test.each<[stacks: string, layout: Layout]>([
  ["a stack for each of three regions and one for the switch", "apart"],
  ["all in one stack", "together"],
])(
  "%s: whatever users and others do, nobody is locked out unasked, and nothing is orphaned or doubled",
  async (_stacks, layout) => {
    await walk(cloud, { layout, runs, seed, steps: 8, shrink: false }, (projectId) =>
      engineDeployment(cloud, projectId),
    );
  },
  runs * 180_000,
);
