// The way a tried task would go, as nodes and edges of the diagram.

import type { components } from "@/api/schema";

import { edgeId, START } from "./graph";

export type Evaluation = components["schemas"]["Evaluation"];

export interface Path {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
  /** At which step a task comes to a target, from 1. */
  order: ReadonlyMap<string, number>;
}

export function pathOf(evaluation: Pick<Evaluation, "filters" | "steps">): Path {
  const nodes = new Set<string>([START]);
  const edges = new Set<string>();
  const order = new Map<string, number>();
  let above = START;
  // Filters are tried from the top, up to the one where the walk ends.
  for (const { where, result } of evaluation.filters) {
    if (result === "not tried") continue;
    nodes.add(where);
    edges.add(edgeId(above, where));
    above = where;
  }
  let before: string | null = null;
  for (const [index, { where, task_queue }] of evaluation.steps.entries()) {
    nodes.add(where).add(task_queue.sid);
    order.set(where, index + 1);
    edges.add(edgeId(where, task_queue.sid));
    const filter = filterOf(where);
    const isSameFilter = before !== null && filterOf(before) === filter;
    if (where !== filter)
      edges.add(edgeId(isSameFilter && before !== null ? before : filter, where));
    before = where;
  }
  return { nodes, edges, order };
}

function filterOf(where: string): string {
  return where.split(".")[0] ?? where;
}
