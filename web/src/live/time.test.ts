import { expect, test } from "vitest";

import { spellDuration, spellUtc, spellUtcExact } from "@/live/time";

test.each([
  [-3, "0 s"],
  [0, "0 s"],
  [59.9, "59 s"],
  [60, "1 min"],
  [185, "3 min 5 s"],
  [3_600, "1 h"],
  [7_805, "2 h 10 min"],
  [90_000, "1 d 1 h"],
])("%d seconds are %s", (seconds, words) => {
  expect(spellDuration(seconds)).toBe(words);
});

test("a moment is exact in UTC, whatever the zone", () => {
  expect(spellUtc("2026-03-01T23:59:07Z")).toBe("2026-03-01, 23:59:07 UTC");
});

test("a moment is exact to the millisecond, where that is known", () => {
  expect(spellUtcExact(Date.parse("2026-03-01T23:59:07.045Z"))).toBe(
    "2026-03-01, 23:59:07.045 UTC",
  );
});
