// Places in a workflow's document, spelled as the API spells them: `filters[0].targets[1]`.

/** A filter, one of its targets, or what takes the rest. */
export type Place =
  | { kind: "filter"; filter: number }
  | { kind: "target"; filter: number; target: number }
  | { kind: "default" };

export const DEFAULT: Place = { kind: "default" };

const SPELLED = /^filters\[(\d+)\](?:\.targets\[(\d+)\])?/;
const DEFAULT_SPELLED = "default_filter";

export function spellPlace(place: Place): string {
  switch (place.kind) {
    case "filter":
      return `filters[${place.filter}]`;
    case "target":
      return `filters[${place.filter}].targets[${place.target}]`;
    case "default":
      return DEFAULT_SPELLED;
  }
}

/** What `where` is about, and the field of it: `filters[0].expression` is a filter's expression. */
export function readPlace(where: string): { place: Place; field: string } | null {
  if (where === DEFAULT_SPELLED || where.startsWith(`${DEFAULT_SPELLED}.`)) {
    return { place: DEFAULT, field: where.slice(DEFAULT_SPELLED.length + 1) };
  }
  const found = SPELLED.exec(where);
  if (found === null) return null;
  const filter = Number(found[1]);
  const place: Place =
    found[2] === undefined
      ? { kind: "filter", filter }
      : { kind: "target", filter, target: Number(found[2]) };
  return { place, field: where.slice(found[0].length).replace(/^\./, "") };
}

/** A place for people: "Filter 2, target 1". */
export function namePlace(place: Place): string {
  switch (place.kind) {
    case "filter":
      return `Filter ${place.filter + 1}`;
    case "target":
      return `Filter ${place.filter + 1}, target ${place.target + 1}`;
    case "default":
      return "Everything else";
  }
}
