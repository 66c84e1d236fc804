import { expect, test } from "vitest";

import type { TaskQueue } from "@/api/resources";
import { inChunks } from "@/pages/overview/chunks";
import type { QueueFigures } from "@/pages/overview/queries";
import { byName, queueRows } from "@/pages/overview/queueRows";

const queue = (sid: string, friendly_name: string) => ({ sid, friendly_name }) as TaskQueue;
const figures = (pending: number, since: string | null) => {
  const told: Partial<QueueFigures> = {
    tasks_by_status: { pending },
    longestWait: since === null ? null : { taskSid: "WT1", since },
  };
  return told as QueueFigures;
};

const QUEUES = byName([queue("c", "Line 10"), queue("a", "Line 9"), queue("b", "billing")]);
const FIGURES = {
  a: figures(2, "2026-03-01T12:00:00Z"),
  b: figures(0, null),
  c: figures(2, "2026-03-01T11:00:00Z"),
};

test("queues are in the order of their names, as people count", () => {
  expect(queueRows(QUEUES, FIGURES).map(({ name }) => name)).toEqual([
    "billing",
    "Line 9",
    "Line 10",
  ]);
});

test("queues are sorted by who waits, and what is equal stays where it was", () => {
  expect(queueRows(QUEUES, FIGURES, "waiting").map(({ sid }) => sid)).toEqual(["a", "c", "b"]);
  expect(queueRows(QUEUES, FIGURES, "oldest").map(({ sid }) => sid)).toEqual(["c", "a", "b"]);
});

test("a queue whose figures have not come is there without them", () => {
  expect(queueRows(QUEUES, {}, "oldest").every((row) => row.figures === undefined)).toBe(true);
});

test("a list is asked for in pieces, with nothing left out", () => {
  expect(inChunks([1, 2, 3, 4, 5], 2)).toEqual([[1, 2], [3, 4], [5]]);
  expect(inChunks([], 2)).toEqual([]);
});
