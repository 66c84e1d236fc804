// Where the diagram of a workflow is drawn: filters, targets and queues in columns, in their order.

import { graphlib, layout } from "@dagrejs/dagre";

import type { Graph, GraphNode, NodeKind } from "./graph";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Layout {
  boxes: ReadonlyMap<string, Box>;
  width: number;
  height: number;
}

const WIDTH: Record<NodeKind, number> = {
  start: 208,
  filter: 208,
  target: 232,
  default: 208,
  queue: 160,
};
const TITLE_HEIGHT = 38;
const LINE_HEIGHT = 20;
const BETWEEN_COLUMNS = 56;
const BETWEEN_ROWS = 40;

/** What all that tasks come to in turn hangs on, so that it is one column. It is not drawn. */
const ROOT = "root";

export function layOut({ nodes, edges }: Graph): Layout {
  const graph = new graphlib.Graph();
  graph.setGraph({ rankdir: "LR", ranksep: BETWEEN_COLUMNS, nodesep: BETWEEN_ROWS });
  graph.setDefaultEdgeLabel(() => ({}));
  graph.setNode(ROOT, { width: 0, height: 0 });
  const kinds = new Map<string, NodeKind>();
  for (const node of nodes) {
    kinds.set(node.id, node.kind);
    graph.setNode(node.id, { width: WIDTH[node.kind], height: heightOf(node) });
    if (isInTurn(node.kind)) graph.setEdge(ROOT, node.id, { minlen: 1, weight: 1 });
  }
  for (const { from, to, kind } of edges) {
    const isDefault = kinds.get(from) === "default";
    if (kind === "queue") graph.setEdge(from, to, { minlen: isDefault ? 2 : 1 });
    // Every target hangs on its filter, so that they are one column, too.
    if (kinds.get(to) === "target") graph.setEdge(filterOf(to), to, { minlen: 1 });
  }
  // The order is that of the document: tasks come to filters and targets from the top down.
  layout(graph, { disableOptimalOrderHeuristic: true });
  return place(graph, nodes);
}

function place(graph: InstanceType<typeof graphlib.Graph>, nodes: readonly GraphNode[]): Layout {
  const placed = nodes.map(({ id }) => {
    const { x, y, width, height } = graph.node(id) as Box;
    return [id, { x: x - width / 2, y: y - height / 2, width, height }] as const;
  });
  const left = Math.min(...placed.map(([, box]) => box.x));
  const top = Math.min(...placed.map(([, box]) => box.y));
  const boxes = new Map(
    placed.map(([id, box]) => [id, { ...box, x: box.x - left, y: box.y - top }]),
  );
  const all = [...boxes.values()];
  return {
    boxes,
    width: Math.max(...all.map((box) => box.x + box.width)),
    height: Math.max(...all.map((box) => box.y + box.height)),
  };
}

function heightOf(node: GraphNode): number {
  return TITLE_HEIGHT + LINE_HEIGHT * node.lines.length + (node.lines.length > 0 ? 8 : 0);
}

function isInTurn(kind: NodeKind): boolean {
  return kind === "start" || kind === "filter" || kind === "default";
}

function filterOf(target: string): string {
  return target.slice(0, target.indexOf("."));
}
