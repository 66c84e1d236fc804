// How the queues of the overview are sorted, as the address says it.

const SORTS = ["waiting", "oldest"] as const;

/** By name, if it is not said. */
export type Sort = (typeof SORTS)[number];

export interface OverviewSearch {
  sort?: Sort | undefined;
}

export function readOverviewSearch(search: Record<string, unknown>): OverviewSearch {
  const sort = SORTS.find((one) => one === search.sort);
  return sort === undefined ? {} : { sort };
}
