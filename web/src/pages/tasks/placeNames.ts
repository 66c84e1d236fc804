// Places of a workflow by the names of its filters: `filters[1].targets[0]` is “Spanish”, target 1.

import type { FilterTried } from "@/pages/tasks/queries";

const PLACE = /filters\[(\d+)\](?:\.targets\[(\d+)\])?|default_filter/g;

/** The text, with the places it mentions named. */
export function namePlaces(text: string, filters: readonly FilterTried[]): string {
  return text.replace(PLACE, (_place, filter?: string, target?: string) => {
    if (filter === undefined) return "the default";
    const name = filters.find(({ where }) => where === `filters[${filter}]`)?.friendly_name;
    const named = name == null ? `filter ${Number(filter) + 1}` : `“${name}”`;
    return target === undefined ? named : `${named}, target ${Number(target) + 1}`;
  });
}
