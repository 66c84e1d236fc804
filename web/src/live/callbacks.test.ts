import { expect, test } from "vitest";

import type { Webhook } from "@/api/resources";
import { CALLBACKS_MS, untilNextLook } from "@/live/callbacks";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const due = (...dates: (string | null)[]) =>
  dates.map((next_attempt) => ({ next_attempt }) as Webhook);

test("the earliest attempt that is still to come counts", () => {
  const webhooks = due(
    "2026-03-01T12:00:30Z",
    null,
    "2026-03-01T11:59:00Z",
    "2026-03-01T12:00:05Z",
  );
  expect(untilNextLook(webhooks, NOW)).toBe(5_000 + CALLBACKS_MS[0]);
});

test("an attempt that is slow is looked for again and again, but not for ever", () => {
  const webhooks = due("2026-03-01T12:00:00Z");
  const looks: number[] = [];
  let now = NOW;
  for (let wait = untilNextLook(webhooks, now); wait !== null;) {
    now += wait;
    looks.push(now - NOW);
    wait = untilNextLook(webhooks, now);
  }
  expect(looks).toEqual([...CALLBACKS_MS]);
});

test("nothing is waited for when nothing will be sent again", () => {
  expect(untilNextLook(due(null, "2026-03-01T11:59:00Z"), NOW)).toBeNull();
});
