import { QueryClient } from "@tanstack/react-query";
import { afterEach, beforeEach, expect, test, vi } from "vitest";

import type { Event } from "@/api/resources";
import { CALLBACKS_MS } from "@/live/callbacks";
import { Freshness, nounsOf } from "@/live/freshness";

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

const happening = (event_type: string) => ({ event_type }) as Event;

test("that a task entered a queue makes no queue old, but a change of the queue does", () => {
  expect(nounsOf("task-queue.entered")).toEqual(["tasks", "statistics"]);
  expect(nounsOf("task-queue.created")).toContain("task-queues");
  expect(nounsOf("workflow.target-matched")).not.toContain("workflows");
  expect(nounsOf("workflow.updated")).toContain("workflows");
});

test("a changed configuration makes explanations of tasks and workers old", () => {
  for (const noun of ["task-queue", "workflow"]) {
    expect(nounsOf(`${noun}.updated`)).toEqual(expect.arrayContaining(["tasks", "workers"]));
  }
  expect(nounsOf("task-queue.entered")).not.toContain("workers");
});

test("many events are followed by one reading of each noun", async () => {
  const queries = new QueryClient();
  const read = vi.spyOn(queries, "invalidateQueries");
  const freshness = new Freshness(queries, "WS1");
  for (let count = 0; count < 100; count += 1) freshness.notice(happening("task.created"));
  expect(read).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(250);
  const keys = read.mock.calls.map(([filters]) => filters?.queryKey);
  expect(keys).toHaveLength(new Set(keys.map(String)).size);
  expect(keys).toContainEqual(["WS1", "tasks"]);
});

test("a slow server is asked less often", async () => {
  const queries = new QueryClient();
  const read = vi
    .spyOn(queries, "invalidateQueries")
    .mockImplementation(() => new Promise((resolve) => setTimeout(resolve, 1_000)));
  const freshness = new Freshness(queries, "WS1");
  freshness.notice(happening("workspace.updated"));
  await vi.advanceTimersByTimeAsync(250);
  const first = read.mock.calls.length;
  freshness.notice(happening("workspace.updated"));
  await vi.advanceTimersByTimeAsync(1_000 + 2_900);
  expect(read.mock.calls.length).toBe(first);
  await vi.advanceTimersByTimeAsync(200);
  expect(read.mock.calls.length).toBe(2 * first);
});

test("reading that took very long, as while there was no network, delays the next one little", async () => {
  const queries = new QueryClient();
  const read = vi
    .spyOn(queries, "invalidateQueries")
    .mockImplementationOnce(() => new Promise((resolve) => setTimeout(resolve, 600_000)));
  const freshness = new Freshness(queries, "WS1");
  freshness.notice(happening("workspace.updated"));
  await vi.advanceTimersByTimeAsync(600_000 + 250);
  const first = read.mock.calls.length;
  freshness.notice(happening("workspace.updated"));
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read.mock.calls.length).toBeGreaterThan(first);
  freshness.stop();
});

test("nothing is read after the end, and what was read is old for who comes back", async () => {
  const queries = new QueryClient();
  queries.setQueryData(["WS1", "task-queues"], []);
  queries.setQueryData(["WS2", "task-queues"], []);
  const read = vi.spyOn(queries, "refetchQueries");
  const freshness = new Freshness(queries, "WS1");
  freshness.notice(happening("task.created"));
  freshness.stop();
  await vi.advanceTimersByTimeAsync(30_000);
  expect(read).not.toHaveBeenCalled();
  expect(queries.getQueryState(["WS1", "task-queues"])?.isInvalidated).toBe(true);
  expect(queries.getQueryState(["WS2", "task-queues"])?.isInvalidated).toBe(false);
});

test("what is sent because of an event is looked for at once, and when slow receivers have answered", async () => {
  const queries = new QueryClient();
  const read = vi.spyOn(queries, "invalidateQueries");
  const freshness = new Freshness(queries, "WS1");
  const looks = () =>
    read.mock.calls.filter(([filters]) => String(filters?.queryKey) === "WS1,webhooks").length;
  freshness.notice(happening("reservation.created"));
  await vi.advanceTimersByTimeAsync(300);
  expect(looks()).toBe(1);
  await vi.advanceTimersByTimeAsync(20_000);
  expect(looks()).toBe(1 + CALLBACKS_MS.length);
  freshness.stop();
});
