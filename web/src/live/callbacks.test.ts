import { expect, test } from "vitest";

import type { Webhook } from "@/api/resources";
import { untilNextAttempt } from "@/live/callbacks";

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
  expect(untilNextAttempt(webhooks, NOW)).toBe(5_000);
});

test("nothing is waited for when nothing will be sent again", () => {
  expect(untilNextAttempt(due(null, "2026-03-01T11:59:00Z"), NOW)).toBeNull();
});
