import { expect, test } from "vitest";

import { namePlaces } from "@/pages/tasks/placeNames";
import type { FilterTried } from "@/pages/tasks/queries";

const FILTERS = [
  { where: "filters[0]", friendly_name: null },
  { where: "filters[1]", friendly_name: "Spanish" },
  { where: "default_filter", friendly_name: null },
] as FilterTried[];

test("places are called by the names of their filters, and counted from one", () => {
  const text = "filters[1].targets[0] times out: the task goes to filters[1].targets[1] in English";
  expect(namePlaces(text, FILTERS)).toBe(
    "“Spanish”, target 1 times out: the task goes to “Spanish”, target 2 in English",
  );
});

test("a filter without a name is counted, and so is one that is not known", () => {
  expect(namePlaces("filters[0]", FILTERS)).toBe("filter 1");
  expect(namePlaces("filters[7].targets[0]", FILTERS)).toBe("filter 8, target 1");
});

test("the default filter is the default", () => {
  expect(namePlaces("default_filter in Everybody", FILTERS)).toBe("the default in Everybody");
});

test("the rest stays as it is", () => {
  expect(namePlaces("the task is canceled", FILTERS)).toBe("the task is canceled");
});
