// Where the diagram of a workflow is drawn: filters, targets and queues in columns, in their order.

import { graphlib, layout } from "@dagrejs/dagre";

import type { Graph, GraphNode, NodeKind } from "./graph";

export interface Box {
  x: number;
  y: number;
  width: number;
  height: number;
}

type Placed = InstanceType<typeof graphlib.Graph>;

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

/** Where the default filter has its target: it is drawn as wide as a filter and its target. */
const DEFAULT_TARGET = "default target";
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
    if (isInTurn(node.kind)) graph.setEdge(ROOT, node.id);
    if (node.kind === "default") {
      graph.setNode(DEFAULT_TARGET, { width: WIDTH.target, height: heightOf(node) });
      graph.setEdge(node.id, DEFAULT_TARGET);
    }
  }
  for (const { from, to, kind } of edges) {
    if (kind === "queue") graph.setEdge(kinds.get(from) === "default" ? DEFAULT_TARGET : from, to);
    // Every target hangs on its filter, so that they are one column, too.
    if (kinds.get(to) === "target") graph.setEdge(filterOf(to), to);
  }
  // The order is that of the document: tasks come to filters and targets from the top down.
  layout(graph, { disableOptimalOrderHeuristic: true });
  return place(graph, nodes);
}

function place(graph: Placed, nodes: readonly GraphNode[]): Layout {
  const placed = nodes.map(
    ({ id, kind }) =>
      [id, kind === "default" ? boxOfDefault(graph, id) : boxOf(graph, id)] as const,
  );
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

function boxOf(graph: Placed, id: string): Box {
  const { x, y, width, height } = graph.node(id) as Box;
  return { x: x - width / 2, y: y - height / 2, width, height };
}

/** Over two columns: it is the last in both, so the lower place is free in both. */
function boxOfDefault(graph: Placed, id: string): Box {
  const [filter, target] = [boxOf(graph, id), boxOf(graph, DEFAULT_TARGET)];
  const width = target.x + target.width - filter.x;
  return { ...filter, y: Math.max(filter.y, target.y), width };
}

function heightOf(node: GraphNode): number {
  return TITLE_HEIGHT + LINE_HEIGHT * node.lines.length;
}

function isInTurn(kind: NodeKind): boolean {
  return kind === "start" || kind === "filter" || kind === "default";
}

function filterOf(target: string): string {
  return target.slice(0, target.indexOf("."));
}
