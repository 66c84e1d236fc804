// The diagram of a workflow: what is in it and how it hangs together, not yet where it is drawn.

import { defaultOf, filtersOf, nameOf, queueOf, targetsOf, textOf } from "./document";
import type { Document, Fields } from "./document";
import { DEFAULT, namePlace, spellPlace } from "./places";
import type { Place } from "./places";

export type NodeKind = "start" | "filter" | "target" | "default" | "queue";

export interface GraphNode {
  /** Its place as it is spelled; the queue's SID; or `start`. */
  id: string;
  kind: NodeKind;
  /** What it is, or part of, for who does not see that. */
  owner: string;
  title: string;
  /** What else it says, one line each: "if", `language == "en"`. */
  lines: readonly (readonly [label: string, text: string])[];
  /** Null for what has no form of its own. */
  place: Place | null;
}

export type EdgeKind = "next" | "match" | "onward" | "queue";

export interface GraphEdge {
  id: string;
  from: string;
  to: string;
  kind: EdgeKind;
  label: string;
}

export interface Graph {
  nodes: readonly GraphNode[];
  edges: readonly GraphEdge[];
}

export const START = "start";

export function edgeId(from: string, to: string): string {
  return `${from} > ${to}`;
}

/** `queueNames` are the names of queues by their SIDs. */
export function graphOf(document: Document, queueNames: ReadonlyMap<string, string>): Graph {
  const nodes: GraphNode[] = [
    { id: START, kind: "start", owner: "", title: "A task comes in", lines: [], place: null },
  ];
  const edges: GraphEdge[] = [];
  const queues = new Set<string>();
  let above = START;

  function connect(from: string, to: string, kind: EdgeKind, label = ""): void {
    edges.push({ id: edgeId(from, to), from, to, kind, label });
  }
  function follow(place: Place): void {
    const id = spellPlace(place);
    connect(above, id, "next", above === START ? "" : "no match");
    above = id;
  }
  function lead(place: Place): void {
    const queue = queueOf(document, place);
    if (queue === null) return;
    queues.add(queue);
    connect(spellPlace(place), queue, "queue");
  }

  for (const [index, filter] of filtersOf(document).entries()) {
    const place: Place = { kind: "filter", filter: index };
    nodes.push({
      id: spellPlace(place),
      kind: "filter",
      owner: "Filter",
      title: nameOf(filter, index),
      lines: [["if", textOf(filter, "expression")]],
      place,
    });
    follow(place);
    let before: { id: string; target: Fields } | null = null;
    for (const [number, target] of targetsOf(filter).entries()) {
      const here: Place = { kind: "target", filter: index, target: number };
      const id = spellPlace(here);
      nodes.push({
        id,
        kind: "target",
        owner: `Filter ${index + 1}`,
        title: `Target ${number + 1}`,
        lines: termsOf(target),
        place: here,
      });
      if (before === null) connect(spellPlace(place), id, "match", "match");
      else connect(before.id, id, "onward", onwardOf(before.target));
      lead(here);
      before = { id, target };
    }
  }
  const rest = defaultOf(document);
  if (rest !== null) {
    nodes.push({
      id: spellPlace(DEFAULT),
      kind: "default",
      owner: "",
      title: namePlace(DEFAULT),
      lines: termsOf(rest).filter(([label]) => label !== "for"),
      place: DEFAULT,
    });
    follow(DEFAULT);
    lead(DEFAULT);
  }
  for (const sid of queues) {
    const title = queueNames.get(sid) ?? "No such queue";
    nodes.push({ id: sid, kind: "queue", owner: "Queue", title, lines: [], place: null });
  }
  return { nodes, edges };
}

/** The terms of a target, in the order in which they matter. */
function termsOf(target: Fields): (readonly [string, string])[] {
  const timeout = textOf(target, "timeout");
  const terms: (readonly [string, string])[] = [
    ["for", timeout === "" ? "" : `${timeout} s`],
    ["priority", textOf(target, "priority")],
    ["workers", textOf(target, "expression")],
    ["order", textOf(target, "order_by")],
    ["only", textOf(target, "known_worker_sid") || textOf(target, "known_worker_friendly_name")],
    ["skip if", textOf(target, "skip_if")],
  ];
  return terms.filter(([, text]) => text !== "");
}

/** How a task leaves a target for the next one. */
function onwardOf(target: Fields): string {
  const timeout = textOf(target, "timeout");
  const ways = [
    timeout === "" ? "" : `after ${timeout} s`,
    textOf(target, "skip_if") === "" ? "" : "skipped",
  ];
  return ways.filter((way) => way !== "").join(" or ") || "never";
}
