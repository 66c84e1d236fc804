import { expect, test } from "vitest";

import { longestWaitOf } from "@/pages/overview/longestWait";

const NOW = Date.parse("2026-03-01T12:00:00Z");
const told = (age: number, sid: string | null) => ({
  longest_task_waiting_age: age,
  longest_task_waiting_sid: sid,
});

test("an age becomes the moment since when the task waits", () => {
  expect(longestWaitOf(told(90, "WT1"), null, NOW)).toEqual({
    taskSid: "WT1",
    since: "2026-03-01T11:58:30.000Z",
  });
  expect(longestWaitOf(told(0, null), null, NOW)).toBeNull();
});

test("the same task goes on counting, however its age was rounded", () => {
  const before = longestWaitOf(told(90, "WT1"), null, NOW);
  expect(longestWaitOf(told(91, "WT1"), before, NOW + 1_900)).toBe(before);
  expect(longestWaitOf(told(90, "WT2"), before, NOW)?.taskSid).toBe("WT2");
});

test("a task whose wait has begun anew is counted anew", () => {
  const before = longestWaitOf(told(90, "WT1"), null, NOW);
  expect(longestWaitOf(told(3, "WT1"), before, NOW)?.since).toBe("2026-03-01T11:59:57.000Z");
});
