// The queues with their figures, in the order in which they are shown.

import type { TaskQueue } from "@/api/resources";
import type { QueueFigures } from "@/pages/overview/queries";
import type { Sort } from "@/pages/overview/search";

export interface QueueRow {
  sid: string;
  name: string;
  /** Undefined until they have come. */
  figures: QueueFigures | undefined;
}

/** Of more queues than this nothing is counted here: each is work for the server at every change. */
export const QUEUE_LIMIT = 500;

/** By name: an order that stays while figures move. */
export function byName(queues: readonly TaskQueue[]): TaskQueue[] {
  return queues.toSorted((one, other) => NAMES.compare(one.friendly_name, other.friendly_name));
}

/** `queues` in their order, or in another by their figures; ties stay in their order. */
export function queueRows(
  queues: readonly TaskQueue[],
  figures: Readonly<Record<string, QueueFigures>>,
  sort?: Sort,
): QueueRow[] {
  const rows = queues.map(({ sid, friendly_name: name }) => ({ sid, name, figures: figures[sid] }));
  return sort === undefined ? rows : rows.sort((one, other) => ORDERS[sort](one, other));
}

const NAMES = new Intl.Collator(undefined, { numeric: true });

const ORDERS: Record<Sort, (one: QueueRow, other: QueueRow) => number> = {
  waiting: (one, other) => waitingIn(other) - waitingIn(one),
  oldest: (one, other) => oldestIn(one) - oldestIn(other),
};

function waitingIn({ figures }: QueueRow): number {
  return figures?.tasks_by_status.pending ?? 0;
}

function oldestIn({ figures }: QueueRow): number {
  const wait = figures?.longestWait;
  return wait == null ? Number.MAX_SAFE_INTEGER : Date.parse(wait.since);
}
