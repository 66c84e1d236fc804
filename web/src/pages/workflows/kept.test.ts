import { afterEach, beforeEach, expect, test, vi } from "vitest";

import { findKept, forgetKept, keepAside } from "./kept";

const DRAFT = { base: "{}", text: '{"task_routing": {}}' };

beforeEach(() => {
  const stored = new Map<string, string>();
  vi.stubGlobal("sessionStorage", {
    getItem: (name: string) => stored.get(name) ?? null,
    setItem: (name: string, value: string) => stored.set(name, value),
    removeItem: (name: string) => stored.delete(name),
  });
});
afterEach(() => vi.unstubAllGlobals());

test("a draft is kept by its workflow until it is forgotten", () => {
  keepAside("WW1", DRAFT);
  expect(findKept("WW2")).toBeNull();
  expect(findKept("WW1")).toEqual(DRAFT);
  forgetKept("WW1");
  expect(findKept("WW1")).toBeNull();
});

test.each(["not JSON", "1", "null", '{"base": "{}"}', '{"base": 1, "text": "{}"}'])(
  "what is no draft is none: %s",
  (text) => {
    sessionStorage.setItem("pointsman.draft.WW1", text);
    expect(findKept("WW1")).toBeNull();
  },
);

test("nothing is kept where nothing may be stored, and nothing breaks", () => {
  const refuse = () => {
    throw new DOMException("forbidden", "SecurityError");
  };
  vi.stubGlobal("sessionStorage", { getItem: refuse, setItem: refuse, removeItem: refuse });
  keepAside("WW1", DRAFT);
  expect(findKept("WW1")).toBeNull();
  forgetKept("WW1");
});
