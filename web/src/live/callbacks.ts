// When to look again for what was sent to the outside: no event tells of a callback that was answered.

import { useQueryClient } from "@tanstack/react-query";
import { useCallback, useEffect, useRef } from "react";

import type { Webhook } from "@/api/resources";

/** A callback is noted when it was answered: soon, or when five or fifteen seconds are over. */
export const CALLBACKS_MS = [1_500, 6_000, 16_000] as const;
/** What is sent by hand is sent at once. */
const SENT_NOW_MS = 500;

/** Looks for the outcomes of the attempts that are due, each as often as for what an event has caused. */
export function useNextAttempts(workspaceSid: string, webhooks: readonly Webhook[]): void {
  const look = useLook(workspaceSid);
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const arm = () => {
      const wait = untilNextLook(webhooks, Date.now());
      if (wait === null) return;
      timer = setTimeout(() => {
        look();
        arm();
      }, wait);
    };
    arm();
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
    timers.current = [SENT_NOW_MS, ...CALLBACKS_MS].map((ms) => setTimeout(look, ms));
  }, [look]);
}

function useLook(workspaceSid: string): () => void {
  const queries = useQueryClient();
  return useCallback(
    () => void queries.invalidateQueries({ queryKey: [workspaceSid, "webhooks"] }),
    [queries, workspaceSid],
  );
}

/**
 * In how many milliseconds the outcome of an attempt may be there that is not yet; null for never. An
 * attempt is looked for also while it is under way: a slow receiver answers seconds after it is due.
 */
export function untilNextLook(webhooks: readonly Webhook[], now: number): number | null {
  const waits = webhooks
    .flatMap(({ next_attempt: date }) => (date === null ? [] : [Date.parse(date) - now]))
    .flatMap((due) => CALLBACKS_MS.map((ms) => due + ms))
    .filter((wait) => wait > 0);
  return waits.length === 0 ? null : Math.min(...waits);
}
