// How things are put into words.

import type { Reservation } from "twilio-taskrouter";

/** How long: `7 s`, `2:05 min`, `1:02 h`. */
export function duration(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)}:${twoDigits(whole % 60)} min`;
  return `${Math.floor(whole / 3600)}:${twoDigits(Math.floor(whole / 60) % 60)} h`;
}

export function clock(at: Date): string {
  return at.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });
}

export function nameOf(reservation: Reservation): string {
  return `${reservation.task.queueName} (${reservation.task.taskChannelUniqueName})`;
}

/** The server's own words, without what the SDK puts before them. */
export function explain(error: unknown): string {
  const message = error instanceof Error ? error.message : String(error);
  return message.replace(/^(Request failed|Server responded) with status code \d+\. /, "");
}

/** Attributes as lines to read: one for each value, named by its path. */
export function lines(attributes: unknown, path: string[] = []): [name: string, value: string][] {
  if (Array.isArray(attributes) && attributes.every((item) => !isNested(item))) {
    return [[path.join(" › "), attributes.map(plain).join(", ")]];
  }
  if (isNested(attributes)) {
    return Object.entries(attributes).flatMap(([name, value]) => lines(value, [...path, name]));
  }
  return [[path.join(" › "), plain(attributes)]];
}

function isNested(value: unknown): value is object {
  return typeof value === "object" && value !== null;
}

function plain(value: unknown): string {
  if (value === null) return "none";
  if (typeof value === "boolean") return value ? "yes" : "no";
  return String(value);
}

function twoDigits(value: number): string {
  return String(value).padStart(2, "0");
}
