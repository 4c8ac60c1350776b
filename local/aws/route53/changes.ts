import type { ChangeInfo } from "@aws-sdk/client-route-53";
import type { Call } from "../call";
import { waitFor } from "../wait";

/** Waits until every name server of Route 53 has a change. */
export async function untilInSync(call: Call, change: ChangeInfo | undefined, what: string): Promise<void> {
  const { Id } = change ?? {};
  let status = change?.Status;
  if (Id === undefined || status === "INSYNC") {
    return;
  }
  const route53 = await call.route53();
  await waitFor(call, `Route 53 to serve ${what}`, async () => {
    status = (await route53.getChange({ Id }, call.abort)).ChangeInfo?.Status;
    return status === "INSYNC" ? undefined : (status ?? "PENDING");
  });
}

/** The change by which a resource was made. Only the answer to its request names it, so it is kept for the rest of the call. */
const creations = new WeakMap<Call, ChangeInfo>();

/** Leaves the wait for a change to {@link untilCreated}, so that a resource has its ID in the state before anything is waited for. */
export function created(call: Call, change: ChangeInfo | undefined): void {
  if (change !== undefined) {
    creations.set(call, change);
  }
}

/** Waits for what the call has made. A later `pulumi up` that takes up a half-created resource has nothing to wait for. */
export async function untilCreated(call: Call, what: string): Promise<void> {
  await untilInSync(call, creations.get(call), what);
}
