// When to look again for what was sent: no event tells of a callback that was answered.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";

import type { Event, Webhook } from "@/api/resources";
import { useEvents } from "@/live/Live";

/** A callback is noted when it was answered: most are by the first, slow ones later. */
const AFTER_EVENT_MS = [300, 1_500, 10_000] as const;
/** So long after an attempt is due its outcome is looked for. */
const AFTER_ATTEMPT_MS = 1_000;

export function useFreshCallbacks(
  workspaceSid: string,
  taskSid: string,
  webhooks: readonly Webhook[],
): void {
  const queries = useQueryClient();
  const look = useCallback(
    () => void queries.invalidateQueries({ queryKey: [workspaceSid, "webhooks"] }),
    [queries, workspaceSid],
  );

  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  useEvents(
    useCallback(
      (event: Event) => {
        if ((event.event_data as { task_sid?: string }).task_sid !== taskSid) return;
        timers.current.forEach(clearTimeout);
        timers.current = AFTER_EVENT_MS.map((ms) => setTimeout(look, ms));
      },
      [taskSid, look],
    ),
  );

  useEffect(() => {
    const wait = untilNextAttempt(webhooks, Date.now());
    if (wait === null) return;
    const timer = setTimeout(look, wait + AFTER_ATTEMPT_MS);
    return () => clearTimeout(timer);
  }, [webhooks, look]);
}

/** In how many milliseconds something of it is sent again, at the earliest; null for never. */
export function untilNextAttempt(webhooks: readonly Webhook[], now: number): number | null {
  const waits = webhooks
    .map(({ next_attempt: date }) => (date === null ? -1 : Date.parse(date) - now))
    .filter((wait) => wait >= 0);
  return waits.length === 0 ? null : Math.min(...waits);
}
