// Moments as the browser's inputs of dates and times write them: in the viewer's zone, to the minute.

import { secondOf } from "@/pages/events/search";

const MINUTE_MS = 60_000;

/** `2026-03-01T13:00` of a moment with a zone; empty for none. */
export function toLocal(moment: string | undefined): string {
  if (moment === undefined) return "";
  const ms = Date.parse(moment);
  const offsetMs = new Date(ms).getTimezoneOffset() * MINUTE_MS;
  return new Date(ms - offsetMs).toISOString().slice(0, 16);
}

/** The moment of `2026-03-01T13:00` where the viewer is; undefined if it is none. */
export function fromLocal(local: string): string | undefined {
  const ms = Date.parse(local);
  return Number.isNaN(ms) ? undefined : secondOf(ms);
}
