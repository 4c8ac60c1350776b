import { DRAWN, type Fate, type Graph, type GraphEdge, type GraphNode } from "../graph";
import { nounOf } from "../meaning";
import { counted } from "../words";
import { cut, mermaidLabel } from "./escape";

/** More boxes than that are no picture any more. */
export const MOST_NODES = 40;
const MOST_EDGES = 80;
const LONGEST_NAME = 40;

/** How each fate is drawn: by colour, by the line around it, and in words in the box. */
const STYLES: Readonly<Record<Fate, string>> = {
  new: "fill:#dafbe1,stroke:#1a7f37,stroke-width:3px,color:#0b3d1a",
  changed: "fill:#fff8c5,stroke:#9a6700,stroke-width:2px,stroke-dasharray:6 3,color:#4d2d00",
  replaced: "fill:#fbefff,stroke:#8250df,stroke-width:4px,stroke-dasharray:10 4,color:#3e1f79",
  gone: "fill:#ffebe9,stroke:#cf222e,stroke-width:2px,stroke-dasharray:2 3,color:#82071e",
  unchanged: "fill:#f6f8fa,stroke:#6e7781,stroke-width:1px,color:#24292f",
};

/** The lines in words, for whoever can't tell the colours apart. */
const LINES: Readonly<Record<Fate, string>> = {
  new: "thick line",
  changed: "dashed line",
  replaced: "thick dashed line",
  gone: "dotted line",
  unchanged: "thin line",
};

/** The picture as Mermaid, with a legend in words; none for a stack with nothing to draw. */
export function picture(graph: Graph): string | undefined {
  if (graph.nodes.length === 0) return undefined;
  const whole = graph.nodes.length <= MOST_NODES && graph.edges.length <= MOST_EDGES;
  const near = whole ? graph : nearChanges(graph);
  const fits = near.nodes.length > 0 && near.nodes.length <= MOST_NODES && near.edges.length <= MOST_EDGES;
  const drawn = fits ? near : byKind(graph);
  const fates = new Set(drawn.nodes.map(({ fate }) => fate));
  const lines = [
    "```mermaid",
    "flowchart LR",
    ...drawn.nodes.map(({ id, noun, name, fate }) => `  ${id}["${boxLabel(name, noun, fate)}"]:::${fate}`),
    ...drawn.edges.map(({ from, to, label }) => `  ${from} -->|"${mermaidLabel(label)}"| ${to}`),
    ...[...fates].map((fate) => `  classDef ${fate} ${STYLES[fate]}`),
    "```",
  ];
  const legend = [...fates].map((fate) => `${LINES[fate]}: ${fate}`).join(" · ");
  const left =
    fits && !whole
      ? ` ${counted(graph.nodes.length - near.nodes.length, "unchanged box", "unchanged boxes")} that no change touches are left out.`
      : "";
  const together = fits ? "" : " Resources of a kind are drawn together, since there are too many for a picture.";
  return `${lines.join("\n")}\n\n<sub>Each box says what becomes of it (${legend}).${left}${together}</sub>`;
}

function boxLabel(name: string, noun: string, fate: Fate): string {
  return `${mermaidLabel(cut(name, LONGEST_NAME))}<br/>${mermaidLabel(noun)}, ${fate}`;
}

/** What changes, and what a change touches. */
function nearChanges({ nodes, edges }: Graph): Graph {
  const kept = new Set(nodes.filter(({ fate }) => fate !== "unchanged").map(({ id }) => id));
  const touched = edges.filter(({ from, to }) => kept.has(from) || kept.has(to));
  for (const { from, to } of touched) kept.add(from).add(to);
  return { nodes: nodes.filter(({ id }) => kept.has(id)), edges: touched };
}

/** One box for all resources of a kind that the same becomes of. */
function byKind({ nodes, edges }: Graph): Graph {
  const groups = new Map<string, GraphNode[]>();
  const groupOf = new Map<string, string>();
  for (const node of nodes) {
    const id = `g${DRAWN.findIndex((type) => type === node.type)}${node.fate}`;
    groupOf.set(node.id, id);
    groups.set(id, [...(groups.get(id) ?? []), node]);
  }
  const boxes = [...groups].flatMap(([id, members]): GraphNode[] => {
    const [first] = members;
    if (first === undefined) return [];
    const name = members.length === 1 ? first.name : `${members.length} resources`;
    return [{ ...first, id, name, noun: nounOf(first.type) ?? first.noun }];
  });
  const arrows = new Map<string, GraphEdge>();
  for (const { from, to, label } of edges) {
    const [fromGroup = "", toGroup = ""] = [groupOf.get(from), groupOf.get(to)];
    arrows.set(`${fromGroup} ${toGroup}`, { from: fromGroup, to: toGroup, label });
  }
  return { nodes: boxes, edges: [...arrows.values()] };
}
