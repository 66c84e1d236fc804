import { expect, test } from "vitest";

import { summaryOf } from "@/pages/tasks/attributes";

test("attributes are told in one line", () => {
  expect(summaryOf('{"language": "es", "level": 2, "vip": true}')).toBe(
    "language: es, level: 2, vip: true",
  );
});

test("lists of words are words, and what is deeper stays JSON", () => {
  expect(summaryOf('{"skills": ["a", "b"], "customer": {"id": 1}, "mixed": [1, "b"]}')).toBe(
    'skills: a b, customer: {"id":1}, mixed: [1,"b"]',
  );
});

test("no attributes are no words", () => {
  expect(summaryOf("{}")).toBe("");
});

test("what is no object is told as it is", () => {
  expect(summaryOf("oops")).toBe("oops");
  expect(summaryOf("42")).toBe("42");
});

test("a long line is cut", () => {
  expect(summaryOf(JSON.stringify({ text: "x".repeat(500) }))).toHaveLength(201);
});
