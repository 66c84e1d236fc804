import { expect, test } from "vitest";

import { AT_ONCE, companions, told } from "@/pages/task-queues/figures";

const DATA = {
  task_queue_sid: "WQ1",
  total_tasks: 0,
  tasks_by_status: {},
  tasks_by_priority: {},
  longest_task_waiting_age: 0,
  longest_task_waiting_sid: null,
  total_eligible_workers: 0,
  total_available_workers: 0,
  activity_statistics: [],
};

test("queues are asked for in as few requests as the API allows", () => {
  const sids = Array.from({ length: 2 * AT_ONCE + 1 }, (_, index) => `WQ${index}`);
  const found = companions(sids);
  expect(found.size).toBe(sids.length);
  expect(found.get("WQ0")).toHaveLength(AT_ONCE);
  expect(found.get("WQ0")).toBe(found.get("WQ49"));
  expect(found.get("WQ50")).toContain("WQ99");
  expect(found.get("WQ100")).toEqual(["WQ100"]);
});

test("an age becomes a moment, from which it counts on", () => {
  const now = Date.parse("2026-03-01T12:00:30Z");
  const waiting = { ...DATA, longest_task_waiting_age: 30, longest_task_waiting_sid: "WT1" };
  expect(told(waiting, now).waiting_since).toBe("2026-03-01T12:00:00.000Z");
  expect(told(DATA, now).waiting_since).toBeNull();
});
