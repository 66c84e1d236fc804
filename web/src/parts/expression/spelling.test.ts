import { expect, test } from "vitest";

import type { Subject } from "@/parts/expression/evaluation";
import { spellMatches } from "@/parts/expression/spelling";

function spelt(count: number, available: number | null, of: Subject = "workers"): string {
  return spellMatches(of, { valid: true, error: null, position: null, count, available });
}

test("workers are counted, and those of them who are available", () => {
  expect(spelt(12, 3)).toBe("12 workers match, 3 of them available");
  expect(spelt(2, 0)).toBe("2 workers match, none of them available");
  expect(spelt(1, 1)).toBe("1 worker matches, and is available");
  expect(spelt(1, 0)).toBe("1 worker matches, not available");
  expect(spelt(0, 0)).toBe("No worker matches at present");
});

test("tasks are counted", () => {
  expect(spelt(5, null, "tasks")).toBe("5 tasks match");
});
