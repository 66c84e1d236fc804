// The way a tried task would go, as nodes and edges of the diagram.

import type { components } from "@/api/schema";

import { edgeId, START } from "./graph";

export type Evaluation = components["schemas"]["Evaluation"];

export interface Path {
  nodes: ReadonlySet<string>;
  edges: ReadonlySet<string>;
}

export function pathOf(evaluation: Pick<Evaluation, "filters" | "steps">): Path {
  const nodes = new Set<string>([START]);
  const edges = new Set<string>();
  let above = START;
  // Filters are tried from the top, up to the one where the walk ends.
  for (const { where, result } of evaluation.filters) {
    if (result === "not tried") continue;
    nodes.add(where);
    edges.add(edgeId(above, where));
    above = where;
  }
  let before: string | null = null;
  for (const { where, task_queue } of evaluation.steps) {
    nodes.add(where).add(task_queue.sid);
    edges.add(edgeId(where, task_queue.sid));
    const filter = where.split(".")[0] ?? where;
    const isSameFilter = before?.split(".")[0] === filter;
    if (where !== filter) edges.add(edgeId(isSameFilter && before ? before : filter, where));
    before = where;
  }
  return { nodes, edges };
}
