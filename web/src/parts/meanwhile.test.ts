import { expect, test } from "vitest";

import { clashes, taking } from "./meanwhile";

const BEGUN = { name: "Alice", attributes: "{}" };

test.each([
  ["nothing was written", BEGUN, { name: "Alicia", attributes: "[]" }, []],
  ["nobody else wrote", { ...BEGUN, name: "Alicia" }, BEGUN, []],
  ["others wrote elsewhere", { ...BEGUN, name: "Alicia" }, { ...BEGUN, attributes: "[]" }, []],
  ["both wrote the same", { ...BEGUN, name: "Alicia" }, { ...BEGUN, name: "Alicia" }, []],
  ["both wrote", { ...BEGUN, name: "Alicia" }, { ...BEGUN, name: "Ali" }, ["name"]],
])("%s", (_, written, present, expected) => {
  expect(clashes(BEGUN, written, present)).toEqual(expected);
});

test("what others wrote is taken, and the rest stays", () => {
  const written = { name: "Alicia", attributes: "[1]" };
  const present = { name: "Ali", attributes: "[2]" };
  expect(taking(written, present, ["name"])).toEqual({ name: "Ali", attributes: "[1]" });
  expect(written.name).toBe("Alicia");
});
