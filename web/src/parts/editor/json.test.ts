import { expect, test } from "vitest";

import { attributesErrorOf, jsonErrorOf, spread } from "@/parts/editor/json";

test("what is wrong with a text is said, and nothing of a sound one", () => {
  expect(jsonErrorOf('{"a": 1}')).toBeNull();
  expect(jsonErrorOf('{"a": }')).toContain("JSON");
});

test("attributes are an object and nothing else", () => {
  expect(attributesErrorOf('{"skills": []}')).toBeNull();
  for (const text of ["[]", "null", '"text"', "3"]) {
    expect(attributesErrorOf(text)).toContain("object");
  }
});

test("a text is spread over lines, if it is JSON", () => {
  expect(spread('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(spread("{")).toBe("{");
});
