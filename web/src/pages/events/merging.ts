// The log as it was read, and what happened since, as one list.

import type { Event } from "@/api/resources";

/**
 * Both as one, the newest first.
 *
 * `happened` holds what the stream told, the newest first. What of it is older than the newest that
 * was read is among what was read, or follows when more is.
 */
export function merge(happened: readonly Event[], read: readonly Event[]): Event[] {
  const known = new Set(read.map(({ sid }) => sid));
  const newest = read[0]?.event_date_ms ?? -Infinity;
  const since = happened.filter(
    ({ sid, event_date_ms }) => !known.has(sid) && event_date_ms >= newest,
  );
  return [...since, ...read];
}

/** What is shown while newer events wait, and how many do. `until` is in milliseconds; null for no end. */
export function holdBack(
  events: readonly Event[],
  until: number | null,
): { shown: readonly Event[]; waiting: number } {
  if (until === null) return { shown: events, waiting: 0 };
  const shown = events.filter(({ event_date_ms }) => event_date_ms <= until);
  return { shown, waiting: events.length - shown.length };
}
