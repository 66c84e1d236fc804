import { expect, test } from "vitest";

import { saidOf, unlessSaid } from "@/api/blame";
import { ApiError } from "@/api/client";

const REFUSED = new ApiError(
  400,
  20001,
  "Invalid value for parameter TargetWorkers: unexpected end at position 1: it is empty",
);

test("a refusal is shown at the field that it names", () => {
  expect(saidOf(REFUSED, "TargetWorkers")).toBe("unexpected end at position 1: it is empty");
  expect(saidOf(REFUSED, "FriendlyName")).toBeNull();
  expect(unlessSaid(REFUSED, ["TargetWorkers", "FriendlyName"])).toBeNull();
});

test("a refusal that names no field of the form is shown by the form", () => {
  expect(unlessSaid(REFUSED, ["FriendlyName"])).toBe(REFUSED);
  const other = new ApiError(400, 20001, "Queue named Support already exists");
  expect(unlessSaid(other, ["FriendlyName"])).toBe(other);
  expect(saidOf(null, "FriendlyName")).toBeNull();
});
