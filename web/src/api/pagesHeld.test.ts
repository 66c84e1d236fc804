import { describe, expect, it } from "vitest";

import { joined, pageOf, replaced } from "@/api/pagesHeld";

const page = (sids: string, next: string | null) => ({
  rows: Array.from(sids, (sid) => ({ sid })),
  next,
});
const first = page("abc", "/2");
const second = page("def", "/3");
const third = page("g", null);

describe("pages of a list", () => {
  it("come to one list of rows", () => {
    const { rows, ends } = joined([first, second, third]);
    expect(rows.map(({ sid }) => sid).join("")).toBe("abcdefg");
    expect(ends).toEqual([3, 6, 7]);
  });

  it("have a row once that has moved over the edge meanwhile", () => {
    const { rows, ends } = joined([page("acd", "/2"), second]);
    expect(rows.map(({ sid }) => sid).join("")).toBe("acdef");
    expect(ends).toEqual([3, 5]);
  });

  it("are replaced one by one", () => {
    const pages = [first, second, third];
    const other = page("abx", "/2x");
    expect(replaced(pages, 0, other)).toEqual([other, second, third]);
    expect(replaced(pages, 0, first)).toBe(pages);
    expect(replaced([first], 1, second)).toEqual([first, second]);
  });

  it("end where the list ends now", () => {
    expect(replaced([first, second, third], 1, page("d", null))).toEqual([first, page("d", null)]);
  });
});

describe("which page a row is on", () => {
  it("is told by where pages end", () => {
    expect([-5, 0, 2, 3, 5, 6].map((row) => pageOf([3, 6, 7], row))).toEqual([0, 0, 0, 1, 1, 2]);
  });

  it("is the next one behind the end", () => {
    expect(pageOf([3, 6], 99)).toBe(2);
    expect(pageOf([], 0)).toBe(0);
  });
});
