import { describe, expect, it } from "vitest";

import { isNarrowed, parametersOf, readFilters } from "@/pages/workers/filters";

describe("filters in an address", () => {
  it("are read as they were written", () => {
    const filters = { search: "ali", activity: "WA1", available: false, queue: "WQ1" };
    expect(readFilters({ ...filters, order: "longest", expression: "a == 1" })).toEqual({
      ...filters,
      order: "longest",
      expression: "a == 1",
    });
  });

  it("are nothing where the address says nonsense", () => {
    const nonsense = { search: " ", activity: null, available: "maybe", order: "best", queue: {} };
    expect(readFilters(nonsense)).toEqual({});
  });

  it("may look like numbers", () => {
    expect(readFilters({ search: 12 })).toEqual({ search: "12" });
  });
});

describe("what the API is asked", () => {
  it("has its names", () => {
    const filters = { search: "a", available: true, expression: "x == 1" };
    expect(parametersOf({ ...filters, order: "latest" })).toMatchObject({
      Search: "a",
      Available: true,
      TargetWorkersExpression: "x == 1",
      Ordering: "DateStatusChanged:desc",
    });
  });

  it("is all workers when only the order is chosen", () => {
    expect(isNarrowed({ order: "latest" })).toBe(false);
    expect(isNarrowed({ available: false })).toBe(true);
  });
});
