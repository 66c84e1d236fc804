// A workflow's document: its text, and what of it the form and the diagram show.
//
// The document is kept as it was parsed, so whatever is not shown, such as comments in keys that
// begin with `_`, goes through every change untouched.

import type { Place } from "./places";

export type Fields = Readonly<Record<string, unknown>>;

export interface Document {
  /** All of it. */
  readonly root: Fields;
  /** How deep the text is indented; 0 when it is all in one line. */
  readonly indent: number | string;
}

/** A document, or in words why the text is none. */
export type Reading = { document: Document; problem: null } | { document: null; problem: string };

export function read(text: string): Reading {
  let root: unknown;
  try {
    root = JSON.parse(text);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  if (!isFields(root)) return refuse("A workflow is a JSON object");
  const routing = root.task_routing ?? root;
  if (!isFields(routing)) return refuse("task_routing must be an object");
  const filters = routing.filters ?? [];
  if (!Array.isArray(filters)) return refuse("filters must be a list");
  for (const [index, filter] of filters.entries()) {
    if (!isFields(filter)) return refuse(`filters[${index}] must be an object`);
    const targets = filter.targets ?? [];
    if (!Array.isArray(targets) || !targets.every(isFields)) {
      return refuse(`filters[${index}].targets must be a list of objects`);
    }
  }
  const rest = routing.default_filter ?? null;
  if (rest !== null && !isFields(rest)) return refuse("default_filter must be an object");
  return { document: { root, indent: indentOf(text) }, problem: null };
}

export function write(document: Document): string {
  return JSON.stringify(document.root, null, document.indent);
}

/** A text as it is edited: in lines. One that cannot be read stays as it is. */
export function unfold(text: string): string {
  const { document } = read(text);
  if (document === null || document.indent !== 0) return text;
  return write({ ...document, indent: 2 });
}

export function routingOf(document: Document): Fields {
  // One of TaskRouter's own samples has the filters at the top level.
  return (document.root.task_routing ?? document.root) as Fields;
}

/** The document with other contents below `task_routing`, or at the top level where it has none. */
export function withRouting(document: Document, routing: Fields): Document {
  const isNested = document.root.task_routing != null;
  return { ...document, root: isNested ? { ...document.root, task_routing: routing } : routing };
}

export function filtersOf(document: Document): readonly Fields[] {
  return (routingOf(document).filters ?? []) as readonly Fields[];
}

export function targetsOf(filter: Fields): readonly Fields[] {
  return (filter.targets ?? []) as readonly Fields[];
}

export function defaultOf(document: Document): Fields | null {
  return (routingOf(document).default_filter ?? null) as Fields | null;
}

/** What is at a place; null when nothing is. */
export function at(document: Document, place: Place): Fields | null {
  if (place.kind === "default") return defaultOf(document);
  const filter = filtersOf(document)[place.filter];
  if (filter === undefined) return null;
  return place.kind === "filter" ? filter : (targetsOf(filter)[place.target] ?? null);
}

const LABELS = ["filter_friendly_name", "friendly_name", "friendlyName"] as const;

/** The key that names a filter: the one it has, or else TaskRouter's. */
export function labelKey(filter: Fields): string {
  return LABELS.find((key) => typeof filter[key] === "string") ?? LABELS[0];
}

export function nameOf(filter: Fields, index: number): string {
  const name = textOf(filter, labelKey(filter)).trim();
  return name === "" ? `Filter ${index + 1}` : name;
}

/** The key that says the queue of what is at a place. */
export function queueKey(place: Place, item: Fields): "queue" | "task_queue_sid" {
  const isOther = place.kind === "default" && !("queue" in item) && "task_queue_sid" in item;
  return isOther ? "task_queue_sid" : "queue";
}

/** The queue of a target or of the default filter: its own, or that of the target above. */
export function queueOf(document: Document, place: Place): string | null {
  const item = at(document, place);
  if (item === null || place.kind === "filter") return null;
  const own = textOf(item, queueKey(place, item));
  if (own !== "") return own;
  if (place.kind === "default" || place.target === 0) return null;
  return queueOf(document, { ...place, target: place.target - 1 });
}

/** A field as text: numbers are written as text in some of TaskRouter's own samples. */
export function textOf(item: Fields, key: string): string {
  const value = item[key];
  if (typeof value === "string") return value;
  return typeof value === "number" ? String(value) : "";
}

function refuse(problem: string): Reading {
  return { document: null, problem };
}

function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function indentOf(text: string): number | string {
  const [, indent] = /^\s*[{[]\r?\n([ \t]+)/.exec(text) ?? [];
  if (indent === undefined) return 0;
  return indent.includes("\t") ? "\t" : indent.length;
}
