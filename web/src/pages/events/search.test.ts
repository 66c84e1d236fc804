import { expect, test } from "vitest";

import type { Event } from "@/api/resources";
import { matches, parametersOf, readEventsSearch } from "@/pages/events/search";

test("the last hour is asked for when the address says nothing", () => {
  expect(readEventsSearch({})).toEqual({});
  expect(parametersOf({})).toMatchObject({ Minutes: 60 });
});

test("what makes no sense in an address is left out", () => {
  const search = { window: "century", from: "yesterday", type: "", task: ["WT1"], worker: "WK1" };
  const read = readEventsSearch(search);
  expect(read).toEqual({ worker: "WK1" });
  // The router keeps what is not named.
  expect(Object.keys(read)).toEqual(expect.arrayContaining(Object.keys(search)));
});

test("a stretch of one's own goes before how far back", () => {
  const search = readEventsSearch({ window: "day", from: "2026-03-01T12:00:00.500Z" });
  expect(search).toEqual({ from: "2026-03-01T12:00:00Z" });
  const asked = parametersOf(search);
  expect(asked).toMatchObject({ StartDate: "2026-03-01T12:00:00Z", EndDate: undefined });
  expect(asked).not.toHaveProperty("Minutes");
});

test("what the stream tells is filtered as the API filters", () => {
  const event = {
    event_type: "reservation.created",
    event_data: { task_sid: "WT1", worker_sid: "WK1", task_queue_sid: "WQ1" },
  } as unknown as Event;
  expect(matches(event, {})).toBe(true);
  expect(matches(event, { type: "reservation.created", task: "WT1", queue: "WQ1" })).toBe(true);
  expect(matches(event, { type: "reservation" })).toBe(false);
  expect(matches(event, { task: "WT1", worker: "WK2" })).toBe(false);
  expect(matches(event, { workflow: "WW1" })).toBe(false);
});
