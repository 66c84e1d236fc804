import { expect, test } from "vitest";

import type { Webhook } from "@/api/resources";
import { untilNextAttempt } from "@/pages/tasks/freshCallbacks";

const NOW = Date.parse("2026-01-01T09:30:00Z");

function due(...dates: (string | null)[]): Webhook[] {
  return dates.map((date) => ({ next_attempt: date }) as Webhook);
}

test("the next attempt is the earliest that is to come", () => {
  const webhooks = due(
    "2026-01-01T09:31:00Z",
    null,
    "2026-01-01T09:30:05Z",
    "2026-01-01T09:29:00Z",
  );
  expect(untilNextAttempt(webhooks, NOW)).toBe(5_000);
});

test("nothing is waited for when nothing is sent again", () => {
  expect(untilNextAttempt(due(null, "2026-01-01T09:29:00Z"), NOW)).toBeNull();
});
