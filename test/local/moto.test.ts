import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { describe, expect, test, vi } from "vitest";
import { checkPython, ensureMoto, startMoto } from "../../local/moto";
import { Machine } from "./engine/machine";

const root = join(__dirname, "..", "..");

async function keys(endpoint: string, action: "CreateKey" | "ListKeys"): Promise<unknown> {
  const answer = await fetch(endpoint, {
    method: "POST",
    headers: {
      "x-amz-target": `TrentService.${action}`,
      "content-type": "application/x-amz-json-1.1",
      authorization: "AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/kms/aws4_request",
    },
    body: "{}",
  });
  return answer.json();
}

describe("a moto server", { timeout: 600_000 }, () => {
  test("answers for AWS, forgets on reset, and is gone after stop", async () => {
    const moto = await startMoto();
    try {
      await keys(moto.endpoint, "CreateKey");
      expect(await keys(moto.endpoint, "ListKeys")).toMatchObject({ Keys: [{}] });
      await moto.reset();
      expect(await keys(moto.endpoint, "ListKeys")).toMatchObject({ Keys: [] });
    } finally {
      await moto.stop();
    }
    await expect(fetch(moto.endpoint)).rejects.toThrow();
    await moto.stop();
  });

  test("ends with the process that started it, even when that is killed", async () => {
    const script = `require("./local/moto").startMoto().then(({ endpoint }) => console.log(endpoint))`;
    const parent = spawn(process.execPath, ["--require", "tsx/cjs", "-e", script], {
      cwd: root,
      stdio: ["ignore", "pipe", "inherit"],
    });
    const [endpoint] = (await once(createInterface({ input: parent.stdout }), "line")) as [string];
    expect((await fetch(endpoint)).ok).toBe(true);
    parent.kill("SIGKILL");
    await vi.waitFor(
      async () => {
        await expect(fetch(endpoint)).rejects.toThrow();
      },
      { timeout: 10_000 },
    );
  });
});

describe("without what moto needs", () => {
  test("a missing Python is named with its remedy", async () => {
    const { env } = new Machine();
    await expect(startMoto({ env })).rejects.toThrow(
      "moto needs Python 3.11 or newer as `python3`, with its venv module (on Debian: apt install python3-venv).",
    );
  });

  test("a Python that is too old is named with its version", async () => {
    const machine = new Machine();
    machine.install("python3", "echo 3.9.18");
    await expect(checkPython(machine.env)).rejects.toThrow("`python3` on PATH is 3.9.18");
  });

  test("an install that fails has pip's words, and nothing of it is kept", async () => {
    const machine = new Machine();
    machine.install(
      "python3",
      `if [ "$1" = -c ]; then echo 3.12.1; exit; fi
mkdir -p "$3/bin"; printf '#!/bin/sh\\necho "No matching distribution found for moto" >&2; exit 1' > "$3/bin/python"; chmod 755 "$3/bin/python"`,
    );
    for (const attempt of [1, 2]) {
      const error = startMoto(machine.options);
      await expect(error, `attempt ${attempt}`).rejects.toThrow(
        /Let pip reach a package index.*No matching distribution/s,
      );
    }
  });

  test("an environment whose Python has gone is made again", async () => {
    const machine = new Machine();
    machine.install(
      "python3",
      `if [ "$1" = -c ]; then echo 3.12.1; exit; fi
mkdir -p "$3/bin"; printf '#!/bin/sh\\n' > "$3/bin/python"; chmod 755 "$3/bin/python"`,
    );
    const python = await ensureMoto(machine.options);
    rmSync(python);
    expect(await ensureMoto(machine.options)).toBe(python);
    expect(existsSync(python)).toBe(true);
  });
});
