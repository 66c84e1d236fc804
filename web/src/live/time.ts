// One clock for everything that counts seconds.

import { useSyncExternalStore } from "react";

const watchers = new Set<() => void>();
let now = Date.now();
let timer: ReturnType<typeof setInterval> | undefined;

function watch(watcher: () => void): () => void {
  watchers.add(watcher);
  if (timer === undefined) {
    now = Date.now();
    timer = setInterval(tick, 1_000);
  }
  return () => {
    watchers.delete(watcher);
    if (watchers.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

function tick(): void {
  now = Date.now();
  for (const watcher of watchers) watcher();
}

/** The present, in milliseconds, to the second. */
export function useNow(): number {
  return useSyncExternalStore(watch, () => now);
}

const UNITS = [
  ["d", 86_400],
  ["h", 3_600],
  ["min", 60],
] as const;

/** A duration in at most two units: `42 s`, `3 min 5 s`, `2 h 10 min`. */
export function spellDuration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const index = UNITS.findIndex(([, size]) => whole >= size);
  const larger = UNITS[index];
  if (larger === undefined) return `${whole} s`;
  const [name, size] = larger;
  const [smallerName, smallerSize] = UNITS[index + 1] ?? (["s", 1] as const);
  const rest = Math.floor((whole % size) / smallerSize);
  const first = `${Math.floor(whole / size)} ${name}`;
  return rest === 0 ? first : `${first} ${rest} ${smallerName}`;
}

const UTC = new Intl.DateTimeFormat("en-CA", {
  timeZone: "UTC",
  dateStyle: "short",
  timeStyle: "medium",
  hourCycle: "h23",
});

/** The exact moment, in UTC: `2026-11-24, 09:30:12 UTC`. */
export function spellUtc(date: string): string {
  return `${UTC.format(new Date(date))} UTC`;
}

/** The exact moment to the millisecond: `2026-11-24, 09:30:12.345 UTC`. */
export function spellUtcExact(ms: number): string {
  const fraction = String(ms % 1_000).padStart(3, "0");
  return `${UTC.format(new Date(ms))}.${fraction} UTC`;
}

const TIME = new Intl.DateTimeFormat(undefined, { timeStyle: "medium" });
const DAY = new Intl.DateTimeFormat(undefined, { dateStyle: "medium", timeStyle: "short" });

/** A moment in the viewer's zone; without the day when it is today's. */
export function spellMoment(date: string, at: number = Date.now()): string {
  const moment = new Date(date);
  const isToday = moment.toDateString() === new Date(at).toDateString();
  return (isToday ? TIME : DAY).format(moment);
}
