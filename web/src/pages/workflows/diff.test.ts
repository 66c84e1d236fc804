import { describe, expect, it } from "vitest";

import { diffLines, hunksOf } from "./diff";
import type { Line } from "./diff";

const MARK = { same: " ", added: "+", removed: "-" };

function shown(lines: readonly (Line | null)[]): string {
  return lines.map((line) => (line === null ? "…" : MARK[line.kind] + line.text)).join("\n");
}

function sides(lines: readonly Line[]): [string, string] {
  const of = (other: string) => lines.filter(({ kind }) => kind !== other).map(({ text }) => text);
  return [of("added").join("\n"), of("removed").join("\n")];
}

describe("diffLines", () => {
  it("shows what went and what came, in order", () => {
    expect(shown(diffLines("a\nb\nc\nd", "a\nc\nx\nd"))).toBe(" a\n-b\n c\n+x\n d");
  });

  it("finds nothing in the same text", () => {
    expect(shown(diffLines("a\nb", "a\nb"))).toBe(" a\n b");
  });

  it("holds both texts, whatever they are, in the fewest lines", () => {
    let seed = 7;
    const next = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) % 2 ** 31) % below;
    for (let round = 0; round < 200; round += 1) {
      const text = () => Array.from({ length: 1 + next(12) }, () => "abc"[next(3)]).join("\n");
      const [before, after] = [text(), text()];
      const lines = diffLines(before, after);
      expect(sides(lines)).toEqual([before, after]);
      const [a, b] = [before.split("\n"), after.split("\n")];
      expect(lines.filter(({ kind }) => kind === "same").length).toBe(longestCommon(a, b));
    }
  });

  it("does not search for what is hardly there in texts that share nothing", () => {
    const [before, after] = ["a", "b"].map((letter) => `${letter}\n`.repeat(5_000));
    expect(sides(diffLines(before ?? "", after ?? ""))).toEqual([before, after]);
  });
});

describe("hunksOf", () => {
  it("leaves out what is far from any change", () => {
    const before = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj";
    expect(shown(hunksOf(diffLines(before, before.replace("e", "E")), 1))).toBe(
      "…\n d\n-e\n+E\n f\n…",
    );
    expect(hunksOf(diffLines("a", "a"), 1)).toEqual([null]);
  });
});

function longestCommon(a: readonly string[], b: readonly string[]): number {
  let row = new Array<number>(b.length + 1).fill(0);
  for (const one of a) {
    const next = [0];
    for (const [index, other] of b.entries()) {
      const longer = Math.max(next[index] ?? 0, row[index + 1] ?? 0);
      next.push(one === other ? (row[index] ?? 0) + 1 : longer);
    }
    row = next;
  }
  return row.at(-1) ?? 0;
}
