import { expect, test } from "vitest";

import { fromLocal, toLocal } from "@/pages/events/localTime";

test("a moment comes back as it went, whatever the zone", () => {
  for (const moment of ["2026-03-01T12:00:00Z", "2026-07-01T23:59:00Z"]) {
    expect(fromLocal(toLocal(moment))).toBe(moment);
  }
});

test("what is no moment is none", () => {
  expect(toLocal(undefined)).toBe("");
  expect(fromLocal("")).toBeUndefined();
});
