// Which events are listed: read from the address, written to it, asked of the API, and found in the stream.

import type { Parameters } from "@/api/client";
import type { Event } from "@/api/resources";
import { choiceOf, textOf } from "@/app/searchTexts";

export const WINDOWS = [
  { value: "hour", label: "Last hour", minutes: 60 },
  { value: "day", label: "Last day", minutes: 24 * 60 },
  { value: "week", label: "Last 7 days", minutes: 7 * 24 * 60 },
  { value: "month", label: "Last 30 days", minutes: 30 * 24 * 60 },
] as const;

export type Window = (typeof WINDOWS)[number]["value"];

const DEFAULT_WINDOW: Window = "hour";

/** What events concern: by the same name in the address, and in what they say. */
const PARTIES = {
  task: "task_sid",
  worker: "worker_sid",
  queue: "task_queue_sid",
  workflow: "workflow_sid",
  reservation: "reservation_sid",
} as const;

export interface EventsSearch {
  type?: string | undefined;
  task?: string | undefined;
  worker?: string | undefined;
  queue?: string | undefined;
  workflow?: string | undefined;
  reservation?: string | undefined;
  /** How far back; a moment in `from` or `to` goes before. */
  window?: Window | undefined;
  from?: string | undefined;
  to?: string | undefined;
  /** The event that is looked at. */
  event?: string | undefined;
}

export function readEventsSearch(search: Record<string, unknown>): EventsSearch {
  return withoutDefaults({
    type: textOf(search.type),
    task: textOf(search.task),
    worker: textOf(search.worker),
    queue: textOf(search.queue),
    workflow: textOf(search.workflow),
    reservation: textOf(search.reservation),
    window: choiceOf(
      search.window,
      WINDOWS.map(({ value }) => value),
    ),
    from: momentOf(search.from),
    to: momentOf(search.to),
    event: textOf(search.event),
  });
}

/** Without what goes without saying, so that the address stays short. */
export function withoutDefaults(search: EventsSearch): EventsSearch {
  const isDefault = search.window === DEFAULT_WINDOW || isCustom(search);
  return { ...search, window: isDefault ? undefined : search.window };
}

/** Whether the stretch of time is one of the viewer's own. */
export function isCustom({ from, to }: EventsSearch): boolean {
  return from !== undefined || to !== undefined;
}

/** Whether events are left out by anything but their time. */
export function isFiltered(search: EventsSearch): boolean {
  return search.type !== undefined || partiesOf(search).length > 0;
}

/** Whether what happens from now on belongs to it. */
export function isOpenEnded({ to }: EventsSearch): boolean {
  return to === undefined || Date.parse(to) > Date.now();
}

export function windowOf({ window }: EventsSearch): Window {
  return window ?? DEFAULT_WINDOW;
}

/** What the API is asked. */
export function parametersOf(search: EventsSearch): Parameters {
  const asked = {
    EventType: search.type,
    TaskSid: search.task,
    WorkerSid: search.worker,
    TaskQueueSid: search.queue,
    WorkflowSid: search.workflow,
    ReservationSid: search.reservation,
  };
  if (isCustom(search)) return { ...asked, StartDate: search.from, EndDate: search.to };
  const chosen = WINDOWS.find(({ value }) => value === windowOf(search));
  return { ...asked, Minutes: chosen?.minutes };
}

/** Whether an event that happens now is one of those that are listed. */
export function matches(event: Event, search: EventsSearch): boolean {
  if (search.type !== undefined && search.type !== event.event_type) return false;
  const data = event.event_data as Record<string, string | undefined>;
  return partiesOf(search).every(([name, sid]) => data[name] === sid);
}

function partiesOf(search: EventsSearch): [name: string, sid: string][] {
  return Object.entries(PARTIES).flatMap(([party, name]) => {
    const sid = search[party as keyof typeof PARTIES];
    return sid === undefined ? [] : [[name, sid] satisfies [string, string]];
  });
}

/** A moment as the API takes it, to the second. */
function momentOf(value: unknown): string | undefined {
  const ms = typeof value === "string" ? Date.parse(value) : NaN;
  return Number.isNaN(ms) ? undefined : secondOf(ms);
}

export function secondOf(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+Z$/, "Z");
}
