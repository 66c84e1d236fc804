import { expect, test } from "vitest";

import { chartData, describe, readings, TASKS, WAITS } from "@/pages/overview/charts";
import type { Series } from "@/pages/overview/queries";

const bucket = (minute: number, offered: number, accepted: number | null) => ({
  start_date: `2026-03-01T12:0${minute}:00Z`,
  service: { offered, answered: offered, abandoned: 0 },
  avg_wait_until_accepted_s: accepted,
  avg_wait_until_canceled_s: null,
});
const SERIES = {
  buckets: [bucket(0, 2, 30), bucket(1, 0, null), bucket(2, 5, 90)],
} as unknown as Series;

test("each line has a value or a gap for each minute", () => {
  const [times, until] = chartData(WAITS, SERIES);
  expect(times).toEqual([1772366400, 1772366460, 1772366520]);
  expect(until).toEqual([30, null, 90]);
});

test("the legend tells of the hour, or of the minute that is pointed at", () => {
  const data = chartData(TASKS, SERIES);
  expect(readings(TASKS, data, null)).toEqual(["7", "7", "0"]);
  expect(readings(TASKS, data, 2)).toEqual(["5", "5", "0"]);
  expect(readings(WAITS, chartData(WAITS, SERIES), null)).toEqual(["1 min 30 s", "–"]);
});

test("the chart is told in words", () => {
  expect(describe(TASKS, chartData(TASKS, SERIES))).toBe(
    "Tasks by minute, in the last hour: created 7, accepted 7, canceled 0",
  );
});
