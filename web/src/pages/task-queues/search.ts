// What of the page of queues is kept in its address.

import { textOf } from "@/app/searchTexts";

export interface QueuesSearch {
  /** A part of the name. */
  search?: string | undefined;
  /** The SID of the queue that is open. */
  queue?: string | undefined;
}

export function readQueuesSearch(search: Record<string, unknown>): QueuesSearch {
  return { search: textOf(search.search), queue: textOf(search.queue) };
}
