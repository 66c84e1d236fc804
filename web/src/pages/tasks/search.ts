// Which tasks are listed, and in which order: read from the address, written to it, asked of the API.

import type { Parameters } from "@/api/client";
import type { TaskStatus } from "@/api/resources";
import { textOf } from "@/app/searchTexts";

export const STATUSES: readonly { value: TaskStatus; label: string }[] = [
  { value: "pending", label: "Waiting" },
  { value: "reserved", label: "Reserved" },
  { value: "assigned", label: "Assigned" },
  { value: "wrapping", label: "Wrapping" },
  { value: "completed", label: "Completed" },
  { value: "canceled", label: "Canceled" },
];

/** Orders by their names in the address, as the API spells them. */
const ORDERINGS = {
  newest: "DateCreated:desc",
  oldest: "DateCreated:asc",
  urgent: "Priority:desc,DateCreated:asc",
  relaxed: "Priority:asc,DateCreated:desc",
} as const;

export type Order = keyof typeof ORDERINGS;

export const ORDERS: readonly { value: Order; label: string }[] = [
  { value: "newest", label: "Newest first" },
  { value: "oldest", label: "Oldest first" },
  { value: "urgent", label: "Highest priority first" },
  { value: "relaxed", label: "Lowest priority first" },
];

const DEFAULT_ORDER: Order = "newest";
export const SEARCH_LIMIT = 100;

export interface TasksSearch {
  search?: string | undefined;
  status?: TaskStatus[] | undefined;
  queue?: string | undefined;
  workflow?: string | undefined;
  priority?: number | undefined;
  /** Seconds. */
  minAge?: number | undefined;
  /** Seconds. */
  maxAge?: number | undefined;
  expression?: string | undefined;
  order?: Order | undefined;
}

/** What the address says of it; what makes no sense there is left out. */
export function readTasksSearch(search: Record<string, unknown>): TasksSearch {
  return {
    search: textOf(search.search)?.slice(0, SEARCH_LIMIT),
    status: statuses(search.status),
    queue: textOf(search.queue),
    workflow: textOf(search.workflow),
    priority: count(search.priority),
    minAge: count(search.minAge),
    maxAge: count(search.maxAge),
    expression: textOf(search.expression),
    order: order(search.order),
  };
}

/** What the API is asked. */
export function parametersOf(search: TasksSearch): Parameters {
  return {
    Search: search.search,
    AssignmentStatus: search.status,
    TaskQueueSid: search.queue,
    WorkflowSid: search.workflow,
    Priority: search.priority,
    MinimumAge: search.minAge,
    MaximumAge: search.maxAge,
    EvaluateTaskAttributes: search.expression,
    Ordering: ORDERINGS[search.order ?? DEFAULT_ORDER],
  };
}

/** Whether any task is left out. */
export function isFiltered(search: TasksSearch): boolean {
  return Object.keys(tidy({ ...search, order: undefined })).length > 0;
}

/** Whether any of the filters is set that are not always in sight. */
export function isFilteredFurther(search: TasksSearch): boolean {
  const { workflow, priority, minAge, maxAge, expression } = search;
  return isFiltered({ workflow, priority, minAge, maxAge, expression });
}

/** Without what says nothing, so that the address stays short. */
export function tidy(search: TasksSearch): TasksSearch {
  const said = Object.entries(search).filter(
    ([name, value]) =>
      value !== undefined &&
      value !== "" &&
      !(Array.isArray(value) && value.length === 0) &&
      !(name === "order" && value === DEFAULT_ORDER),
  );
  return Object.fromEntries(said);
}

function count(value: unknown): number | undefined {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

function statuses(value: unknown): TaskStatus[] | undefined {
  const given: unknown[] = Array.isArray(value) ? value : [value];
  const known = STATUSES.map((status) => status.value).filter((status) => given.includes(status));
  return known.length === 0 ? undefined : known;
}

function order(value: unknown): Order | undefined {
  return ORDERS.find((one) => one.value === value && value !== DEFAULT_ORDER)?.value;
}
