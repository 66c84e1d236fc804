// What of the page of queues is kept in its address.

export interface QueuesSearch {
  /** A part of the name. */
  search?: string | undefined;
  /** The SID of the queue that is open. */
  queue?: string | undefined;
}

export function readQueuesSearch(search: Record<string, unknown>): QueuesSearch {
  return {
    ...(typeof search.search === "string" && search.search !== "" && { search: search.search }),
    ...(typeof search.queue === "string" && { queue: search.queue }),
  };
}
