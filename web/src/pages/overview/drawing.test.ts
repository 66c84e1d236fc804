import { expect, test } from "vitest";

import { ceilingOf, pathOf, timesToName } from "@/pages/overview/drawing";

const STEPS = [1, 2, 5, 10];

test.each([
  [[0, null], { top: 1, step: 1 }],
  [[3], { top: 3, step: 1 }],
  [[5, 1], { top: 6, step: 2 }],
  [[20], { top: 20, step: 5 }],
  [[401], { top: 404, step: 101 }],
])("the ceiling over %j is a few steps high", (values, ceiling) => {
  expect(ceilingOf([values], STEPS)).toEqual(ceiling);
});

test("a line goes over what is missing, and a lonely value is a point", () => {
  expect(pathOf([1, null, 3], (value) => 10 - value)).toBe("M0.5 9L2.5 7h0");
  expect(pathOf([null, 2], (value) => value)).toBe("M1.5 2h0");
  expect(pathOf([null], (value) => value)).toBe("");
});

test("times are named where they are round and have room", () => {
  const start = Date.parse("2026-03-01T11:58:00Z") / 1_000;
  const hour = Array.from({ length: 61 }, (_, minute) => start + 60 * minute);
  expect(timesToName(hour)).toEqual([22, 42]);
});
