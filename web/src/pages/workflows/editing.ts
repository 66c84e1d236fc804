// Changes of a workflow's document, each from one document to another.

import { at, defaultOf, filtersOf, routingOf, targetsOf, withRouting } from "./document";
import type { Document, Fields } from "./document";
import { DEFAULT } from "./places";
import type { Place } from "./places";

/** A document, and the place where what was changed is now. */
export interface Edited {
  document: Document;
  place: Place | null;
}

/** Set a field of what is at a place; undefined takes it out. */
export function setField(
  document: Document,
  place: Place,
  key: string,
  value: string | number | undefined,
): Document {
  const item = at(document, place);
  if (item === null) return document;
  if (value !== undefined) return put(document, place, { ...item, [key]: value });
  return put(document, place, without(item, key));
}

/** Add a filter at the end. It takes every task until it is told which. */
export function addFilter(document: Document, queueSid: string): Edited {
  const filters = filtersOf(document);
  const added: Fields = {
    filter_friendly_name: `Filter ${filters.length + 1}`,
    expression: "1==1",
    targets: [{ queue: queueSid }],
  };
  return {
    document: putFilters(document, [...filters, added]),
    place: { kind: "filter", filter: filters.length },
  };
}

/** Add a target at the end of a filter: the one before it gets a time-out, or nobody would come. */
export function addTarget(document: Document, filter: number, queueSid: string): Edited {
  const owner = filtersOf(document)[filter];
  if (owner === undefined) return { document, place: null };
  const targets = targetsOf(owner);
  const before = targets.map((target, index) =>
    index === targets.length - 1 && target.timeout == null && target.skip_if == null
      ? { ...target, timeout: FIRST_TIMEOUT_S }
      : target,
  );
  return {
    document: putTargets(document, filter, [...before, { queue: queueSid }]),
    place: { kind: "target", filter, target: targets.length },
  };
}

const FIRST_TIMEOUT_S = 60;

export function addDefault(document: Document, queueSid: string): Edited {
  const routing = { ...routingOf(document), default_filter: { queue: queueSid } };
  return { document: withRouting(document, routing), place: DEFAULT };
}

export function removeAt(document: Document, place: Place): Edited {
  switch (place.kind) {
    case "filter":
      return {
        document: putFilters(document, filtersOf(document).toSpliced(place.filter, 1)),
        place: null,
      };
    case "target": {
      const targets = targetsOf(filtersOf(document)[place.filter] ?? {});
      return {
        document: putTargets(document, place.filter, targets.toSpliced(place.target, 1)),
        place: { kind: "filter", filter: place.filter },
      };
    }
    case "default": {
      const routing = without(routingOf(document), "default_filter");
      return { document: withRouting(document, routing), place: null };
    }
  }
}

/** Where something may go by one step, if it may: up is -1, down is 1. */
export function neighbour(document: Document, place: Place, step: -1 | 1): Place | null {
  switch (place.kind) {
    case "filter": {
      const filter = place.filter + step;
      return filter in filtersOf(document) ? { ...place, filter } : null;
    }
    case "target": {
      const target = place.target + step;
      return at(document, { ...place, target }) === null ? null : { ...place, target };
    }
    case "default":
      return null;
  }
}

/** Move a filter or a target up or down by one. */
export function move(document: Document, place: Place, step: -1 | 1): Edited {
  const to = neighbour(document, place, step);
  const [here, there] = [at(document, place), to && at(document, to)];
  if (to === null || here === null || there === null) return { document, place };
  return { document: put(put(document, to, here), place, there), place: to };
}

/** Whether a filter would be left without any target, which no workflow may have. */
export function isOnlyTarget(document: Document, place: Place): boolean {
  if (place.kind !== "target") return false;
  return targetsOf(filtersOf(document)[place.filter] ?? {}).length === 1;
}

function put(document: Document, place: Place, item: Fields): Document {
  switch (place.kind) {
    case "filter":
      return putFilters(document, filtersOf(document).with(place.filter, item));
    case "target": {
      const targets = targetsOf(filtersOf(document)[place.filter] ?? {});
      return putTargets(document, place.filter, targets.with(place.target, item));
    }
    case "default":
      if (defaultOf(document) === null) return document;
      return withRouting(document, { ...routingOf(document), default_filter: item });
  }
}

function putTargets(document: Document, index: number, targets: readonly Fields[]): Document {
  const filter = filtersOf(document)[index];
  if (filter === undefined) return document;
  return putFilters(document, filtersOf(document).with(index, { ...filter, targets }));
}

function putFilters(document: Document, filters: readonly Fields[]): Document {
  return withRouting(document, { ...routingOf(document), filters });
}

function without(fields: Fields, key: string): Fields {
  return Object.fromEntries(Object.entries(fields).filter(([name]) => name !== key));
}
