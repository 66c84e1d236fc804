// When to look again for what was sent to the outside: no event tells of a callback that was answered.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";

import type { Webhook } from "@/api/resources";

/** A callback is noted when it was answered: soon, or when five or fifteen seconds are over. */
export const CALLBACKS_MS = [1_500, 6_000, 16_000] as const;
/** So long after an attempt is due its outcome is looked for. */
const AFTER_ATTEMPT_MS = 1_000;

/** Looks for the outcomes of the attempts that are due. */
export function useNextAttempts(workspaceSid: string, webhooks: readonly Webhook[]): void {
  const look = useLook(workspaceSid);
  useEffect(() => {
    const wait = untilNextAttempt(webhooks, Date.now());
    if (wait === null) return;
    const timer = setTimeout(look, wait + AFTER_ATTEMPT_MS);
    return () => clearTimeout(timer);
  }, [webhooks, look]);
}

/** What to call when something was sent that no event has caused. */
export function useExpectCallbacks(workspaceSid: string): () => void {
  const look = useLook(workspaceSid);
  const timers = useRef<ReturnType<typeof setTimeout>[]>([]);
  useEffect(() => () => timers.current.forEach(clearTimeout), []);
  return useCallback(() => {
    timers.current.forEach(clearTimeout);
    timers.current = [AFTER_ATTEMPT_MS / 2, ...CALLBACKS_MS].map((ms) => setTimeout(look, ms));
  }, [look]);
}

function useLook(workspaceSid: string): () => void {
  const queries = useQueryClient();
  return useCallback(
    () => void queries.invalidateQueries({ queryKey: [workspaceSid, "webhooks"] }),
    [queries, workspaceSid],
  );
}

/** In how many milliseconds something of it is sent again, at the earliest; null for never. */
export function untilNextAttempt(webhooks: readonly Webhook[], now: number): number | null {
  const waits = webhooks
    .map(({ next_attempt: date }) => (date === null ? -1 : Date.parse(date) - now))
    .filter((wait) => wait >= 0);
  return waits.length === 0 ? null : Math.min(...waits);
}
