import { expect, test } from "vitest";

import { spanAt } from "@/parts/expression/evaluation";

function marked(text: string, position: number): string {
  const { from, to } = spanAt(text, position);
  return text.slice(from, to);
}

test("the word at the position is marked", () => {
  expect(marked("languages LIKE 'es'", 10)).toBe("LIKE");
  expect(marked("a == 1 && b == 2", 7)).toBe("&");
});

test("at the end the last character is marked", () => {
  expect(marked("languages HAS ", 14)).toBe("S");
  expect(marked("languages HAS", 13)).toBe("S");
  expect(spanAt("", 0)).toEqual({ from: 0, to: 0 });
});

test("characters count as the server counts them", () => {
  expect(marked("name == '😀😀' oops", 13)).toBe("oops");
});
