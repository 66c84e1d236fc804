import { expect, test } from "vitest";

import { placeAt } from "@/parts/expression/place";

/** The place at the bar. */
function at(marked: string) {
  const position = marked.indexOf("|");
  return placeAt(marked.replace("|", ""), position);
}

test("a condition begins with a path", () => {
  expect(at("|")).toMatchObject({ expects: "operand", written: "", from: 0 });
  expect(at("lang|")).toMatchObject({ expects: "operand", written: "lang", from: 0 });
  expect(at("NOT (lang|")).toMatchObject({ expects: "operand", written: "lang", from: 5 });
  expect(at("vip == true AND |")).toMatchObject({ expects: "operand", written: "" });
});

test("a path goes on after its dots and indexes", () => {
  expect(at("routing.sk|")).toMatchObject({ expects: "operand", written: "routing.sk", from: 0 });
  expect(at("routing.|")).toMatchObject({ expects: "operand", written: "routing." });
  expect(at("skills[0].na|")).toMatchObject({ written: "skills[0].na" });
  expect(at("routing.in == |")).toMatchObject({ expects: "value", path: "routing.in" });
});

test("an operator follows the path, and may have two words", () => {
  expect(at("languages |")).toMatchObject({ expects: "operator", path: "languages" });
  expect(at("languages HA|")).toMatchObject({ expects: "operator", written: "HA" });
  expect(at("level NOT I|")).toMatchObject({ expects: "operator", written: "I", path: "level" });
});

test("a value follows the operator, in a list too", () => {
  expect(at('languages HAS "e|')).toMatchObject({ expects: "value", written: '"e', from: 14 });
  expect(at("languages has |")).toMatchObject({ expects: "value", path: "languages" });
  expect(at("city IN ['Rome', |")).toMatchObject({ expects: "value", path: "city" });
  expect(at("city IN ['Rome', 'B|")).toMatchObject({ expects: "value", written: "'B" });
});

test("AND or OR follows the condition", () => {
  expect(at('languages HAS "es" |')).toMatchObject({ expects: "junction", written: "" });
  expect(at("(city IN ['Rome']) A|")).toMatchObject({ expects: "junction", written: "A" });
});

test("nothing follows what cannot be read", () => {
  expect(at("== |")).toBeNull();
  expect(at("a b |")).toBeNull();
  expect(at("a && |")).toBeNull();
});
