import { expect, test } from "vitest";

import { isFiltered, isFilteredFurther, parametersOf, readTasksSearch } from "@/pages/tasks/search";

test("an empty address lists every task, the newest first", () => {
  const search = readTasksSearch({});
  expect(search).toEqual({});
  expect(isFiltered(search)).toBe(false);
  expect(parametersOf(search)).toMatchObject({ Ordering: "DateCreated:desc", Search: undefined });
});

test("filters of the address are asked of the API", () => {
  const search = readTasksSearch({
    search: 42,
    status: ["reserved", "pending"],
    queue: "WQ1",
    workflow: "WW1",
    priority: 0,
    minAge: 60,
    maxAge: 300,
    expression: 'language == "es"',
    order: "urgent",
  });
  expect(parametersOf(search)).toEqual({
    Search: "42",
    AssignmentStatus: ["pending", "reserved"],
    TaskQueueSid: "WQ1",
    WorkflowSid: "WW1",
    Priority: 0,
    MinimumAge: 60,
    MaximumAge: 300,
    EvaluateTaskAttributes: 'language == "es"',
    Ordering: "Priority:desc,DateCreated:asc",
  });
});

test("what makes no sense in the address is left out", () => {
  const search = readTasksSearch({
    search: "",
    status: "lost",
    queue: { sid: "WQ1" },
    priority: -1,
    minAge: "old",
    maxAge: 1.5,
    order: "sideways",
  });
  expect(search).toEqual({});
});

test("the usual order is not written to the address", () => {
  expect(readTasksSearch({ order: "newest" })).toEqual({});
  expect(readTasksSearch({ order: "oldest" })).toEqual({ order: "oldest" });
});

test("an order leaves no task out, a filter does", () => {
  expect(isFiltered({ order: "oldest" })).toBe(false);
  expect(isFiltered({ priority: 0 })).toBe(true);
  expect(isFilteredFurther({ status: ["pending"] })).toBe(false);
  expect(isFilteredFurther({ priority: 0 })).toBe(true);
});
