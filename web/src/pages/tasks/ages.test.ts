import { expect, test } from "vitest";

import { ageOf, agesFor, valueOfAge } from "@/pages/tasks/ages";

test("a range becomes a choice and comes back", () => {
  for (const range of [
    { minAge: 60, maxAge: undefined },
    { minAge: 5, maxAge: 10 },
  ]) {
    expect(ageOf(valueOfAge(range))).toEqual(range);
  }
  expect(valueOfAge({})).toBeNull();
  expect(ageOf(null)).toEqual({ minAge: undefined, maxAge: undefined });
});

test("a range of the address that is unusual can be seen among the choices", () => {
  expect(agesFor({}).map(({ label }) => label)).toContain("Over 5 min");
  expect(agesFor({ minAge: 300 })).toHaveLength(agesFor({}).length);
  expect(agesFor({ minAge: 60, maxAge: 90 }).at(-1)).toEqual({
    value: "60-90",
    label: "1 min to 1 min 30 s",
  });
});
