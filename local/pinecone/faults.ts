import * as z from "zod";

const commit = z.boolean().default(false);
const milliseconds = z.number().int().positive();

const effect = z.discriminatedUnion("kind", [
  /** Answers with this status and Pinecone's error shape, or with `body`. */
  z.strictObject({
    kind: z.literal("status"),
    status: z.number().int().min(400).max(599),
    retryAfterSeconds: z.number().nonnegative().optional(),
    body: z.unknown().optional(),
    commit,
  }),
  /** Answers as ever, but later. */
  z.strictObject({ kind: z.literal("delay"), milliseconds }),
  /** Cuts the connection without an answer. */
  z.strictObject({ kind: z.literal("cut"), commit }),
  /** Answers as ever; the second half of the body comes this much later. */
  z.strictObject({ kind: z.literal("slowBody"), milliseconds }),
  /** Answers with a page of HTML, as proxies do. */
  z.strictObject({ kind: z.literal("garbage"), status: z.number().int().min(200).max(599).default(200), commit }),
  /** Answers with an error whose message quotes the request, credentials and all, as a careless gateway might. */
  z.strictObject({ kind: z.literal("echo"), status: z.number().int().min(400).max(599).default(400) }),
  /** Never answers. */
  z.strictObject({ kind: z.literal("hang"), commit }),
]);

/**
 * An order to go wrong. `commit` says whether the request takes effect before its answer goes wrong.
 */
export const faultOrder = z.strictObject({
  /** @default - every method */
  method: z.enum(["GET", "POST", "PATCH", "DELETE"]).optional(),
  /** `*` stands for anything but a slash, `**` for anything: `/admin/projects/*`. Matched without the query. @default - every path */
  path: z.string().optional(),
  /** How many matching requests are let through first. */
  after: z.number().int().nonnegative().default(0),
  /** How many matching requests go wrong. */
  times: z.number().int().positive().default(1),
  effect,
});

export type FaultOrder = z.output<typeof faultOrder>;
export type FaultEffect = FaultOrder["effect"];

/** The orders that wait for their requests. The first one that matches a request counts. */
export class FaultOrders {
  private orders: FaultOrder[] = [];

  add(order: FaultOrder): void {
    this.orders.push(order);
  }

  pending(): readonly FaultOrder[] {
    return this.orders;
  }

  clear(): void {
    this.orders = [];
  }

  /** The effect for a request, which is then one fewer. */
  take(method: string, path: string): FaultEffect | undefined {
    const order = this.orders.find((one) => matches(one, method, path));
    if (order === undefined) return undefined;
    const isDue = order.after === 0;
    const next = isDue ? { ...order, times: order.times - 1 } : { ...order, after: order.after - 1 };
    this.orders = this.orders.map((one) => (one === order ? next : one)).filter(({ times }) => times > 0);
    return isDue ? order.effect : undefined;
  }
}

function matches(order: FaultOrder, method: string, path: string): boolean {
  if (order.method !== undefined && order.method !== method) return false;
  return order.path === undefined || patternOf(order.path).test(path);
}

function patternOf(path: string): RegExp {
  const parts = path.split(/(\*\*|\*)/).map((part) => {
    if (part === "**") return ".*";
    return part === "*" ? "[^/]*" : part.replace(/[.+?^${}()|[\]\\]/g, "\\$&");
  });
  return new RegExp(`^${parts.join("")}$`);
}
