import type { Fault } from "./pinecone";

/** Every way in which a request is carried out and its answer does not arrive, or is no answer. */
export const lostAfter: [what: string, fault: Fault][] = [
  ["connection cut", { kind: "cut", after: true }],
  ["connection cut within the body", { kind: "cutBody", after: true }],
  ["500", { kind: "answer", status: 500, after: true }],
  [
    "504 of a gateway, as HTML",
    { kind: "answer", status: 504, after: true, headers: { "content-type": "text/html" }, body: "<p>" },
  ],
  ["garbage", { kind: "answer", status: 200, after: true, body: "}{" }],
  ["JSON of another shape", { kind: "answer", status: 200, after: true, body: "{}" }],
];

/** Ways in which a request is not carried out, and the client can not know that. */
export const lostBefore: [what: string, fault: Fault][] = [
  ["connection cut", { kind: "cut" }],
  ["503", { kind: "answer", status: 503 }],
];
