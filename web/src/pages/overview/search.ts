// How the queues of the overview are sorted, as the address says it.

import { choiceOf } from "@/app/searchTexts";

const SORTS = ["waiting", "oldest"] as const;

/** By name, if it is not said. */
export type Sort = (typeof SORTS)[number];

export interface OverviewSearch {
  sort?: Sort | undefined;
}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  return { sort: choiceOf(search.sort, SORTS) };
}
