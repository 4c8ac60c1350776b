import { expect, test } from "vitest";
import type { Call } from "../../../../local/aws/call";
import { created, untilCreated, untilInSync } from "../../../../local/aws/route53/changes";

const PENDING = { Id: "/change/C1", Status: "PENDING", SubmittedAt: new Date(0) } as const;

/** A call in which Route 53 answers these states one after the other; `seen` has what happened. */
function callAnswering(...states: string[]): { readonly call: Call; readonly seen: string[] } {
  const seen: string[] = [];
  const getChange = async ({ Id }: { readonly Id: string }) => {
    seen.push(`look at ${Id}`);
    return { ChangeInfo: { Id, Status: states.shift() } };
  };
  const call = {
    route53: async () => ({ getChange }),
    abort: {},
    timeoutSeconds: 0,
    sleep: async () => void seen.push("sleep"),
    status: (line: string) => void seen.push(line),
  };
  return { call: call as unknown as Call, seen };
}

test("a change that is in sync already is not asked for", async () => {
  const { call, seen } = callAnswering();
  await untilInSync(call, { ...PENDING, Status: "INSYNC" }, "it");
  expect(seen).toEqual([]);
});

test("a pending change is waited for until every name server has it", async () => {
  const { call, seen } = callAnswering("PENDING", "INSYNC");
  await untilInSync(call, PENDING, 'the record "*"');
  expect(seen).toEqual([
    "look at /change/C1",
    'waiting for Route 53 to serve the record "*": PENDING',
    "sleep",
    "look at /change/C1",
  ]);
});

test("what a call has made is waited for later in the same call, and in no other", async () => {
  const { call, seen } = callAnswering("INSYNC");
  const other = callAnswering();
  created(call, PENDING);
  expect(seen).toEqual([]);
  await untilCreated(other.call, "it");
  expect(other.seen).toEqual([]);
  await untilCreated(call, "it");
  expect(seen).toEqual(["look at /change/C1"]);
});
