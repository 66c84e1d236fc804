import { expect, test } from "vitest";

import { BLANK, changes, isComplete } from "@/pages/task-queues/written";

const SUPPORT = { ...BLANK, name: "Support" };

test("only what was changed is sent", () => {
  expect(changes(SUPPORT, SUPPORT)).toEqual({});
  expect(changes(SUPPORT, { ...SUPPORT, taskOrder: "LIFO", serviceLevel: 30 })).toEqual({
    TaskOrder: "LIFO",
  });
});

test("an activity that is taken away is cleared by an empty value", () => {
  const busy = { ...SUPPORT, assignmentActivitySid: "WA1" };
  expect(changes(busy, SUPPORT)).toEqual({ AssignmentActivitySid: "" });
});

test("a queue needs a name and numbers within their limits", () => {
  expect(isComplete(SUPPORT)).toBe(true);
  expect(isComplete({ ...SUPPORT, name: " " })).toBe(false);
  expect(isComplete({ ...SUPPORT, maxReservedWorkers: 51 })).toBe(false);
  expect(isComplete({ ...SUPPORT, maxReservedWorkers: "" })).toBe(false);
  expect(isComplete({ ...SUPPORT, serviceLevel: 0 })).toBe(false);
  expect(isComplete({ ...SUPPORT, serviceLevel: 20 })).toBe(true);
});
