// Which workers are shown, and in which order: as the address says it, and as the API is asked.

import type { Parameters } from "@/api/client";
import { choiceOf, textOf } from "@/app/searchTexts";

export const ORDERS = {
  longest: "DateStatusChanged:asc",
  latest: "DateStatusChanged:desc",
} as const;

/** What is not given filters nothing. */
export interface WorkerFilters {
  /** A part of the name or of the attributes. */
  search?: string | undefined;
  /** An activity's SID. */
  activity?: string | undefined;
  available?: boolean | undefined;
  /** A task queue's SID. */
  queue?: string | undefined;
  /** An expression over attributes, as of a task queue. */
  expression?: string | undefined;
  /** By the time in the activity; without it, by when they were created. */
  order?: keyof typeof ORDERS | undefined;
}

/** The filters of an address, whatever somebody typed there. */
export function readFilters(search: Record<string, unknown>): WorkerFilters {
  const { available, order } = search;
  return {
    search: textOf(search.search),
    activity: textOf(search.activity),
    available: typeof available === "boolean" ? available : undefined,
    queue: textOf(search.queue),
    expression: textOf(search.expression),
    order: choiceOf(order, ["longest", "latest"]),
  };
}

export function parametersOf(filters: WorkerFilters): Parameters {
  const { search, activity, available, queue, expression, order } = filters;
  return {
    Search: search,
    ActivitySid: activity,
    Available: available,
    TaskQueueSid: queue,
    TargetWorkersExpression: expression,
    Ordering: order && ORDERS[order],
  };
}

/** Whether fewer than all workers are shown. */
export function isNarrowed(filters: WorkerFilters): boolean {
  return Object.keys(kept({ ...filters, order: undefined })).length > 0;
}

/** Without what is not given. */
function kept(filters: WorkerFilters): WorkerFilters {
  return Object.fromEntries(Object.entries(filters).filter(([, value]) => value !== undefined));
}
