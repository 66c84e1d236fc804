import { expect, test } from "vitest";

import { foundBySid } from "@/app/found";

const HEX = "0123456789abcdef0123456789abcdef";

test.each([
  ["WT", "Task"],
  ["WK", "Worker"],
  ["WW", "Workflow"],
  ["WQ", "Task queue"],
])("what a SID that begins with %s names is found", (prefix, noun) => {
  expect(foundBySid(`${prefix}${HEX}`).map(({ name }) => name)).toEqual([
    `${noun} ${prefix}${HEX}`,
  ]);
});

test("what is no SID, or is of something without a page, is not", () => {
  expect(foundBySid(`WT${HEX}0`)).toEqual([]);
  expect(foundBySid(`WR${HEX}`)).toEqual([]);
  expect(foundBySid("")).toEqual([]);
});
