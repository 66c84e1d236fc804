// Which lines two texts share: the shortest way from one to the other, by Myers' algorithm.

export interface Line {
  kind: "same" | "added" | "removed";
  text: string;
}

/** Texts that differ by more lines are told apart whole: nobody reads such a difference. */
const DIFFERENCES_MAX = 500;

/** The lines of both texts in order, each once if they share it. */
export function diffLines(before: string, after: string): Line[] {
  const [a, b] = [before.split("\n"), after.split("\n")];
  const trace = walk(a, b);
  if (trace === null) return [...a.map(removed), ...b.map(added)];
  return retrace(trace, a, b);
}

/** Lines that changed, with so many around them; a gap is null. */
export function hunksOf(lines: readonly Line[], around: number): (Line | null)[] {
  const shown = new Set<number>();
  for (const [index, line] of lines.entries()) {
    if (line.kind === "same") continue;
    for (let near = index - around; near <= index + around; near += 1) shown.add(near);
  }
  const hunks: (Line | null)[] = [];
  for (const [index, line] of lines.entries()) {
    if (shown.has(index)) hunks.push(line);
    else if (hunks.at(-1) !== null) hunks.push(null);
  }
  return hunks;
}

/** For each number of differences, how far each diagonal came; null when there are too many. */
function walk(a: readonly string[], b: readonly string[]): Map<number, number>[] | null {
  const furthest = new Map<number, number>([[1, 0]]);
  const trace: Map<number, number>[] = [];
  const most = Math.min(a.length + b.length, DIFFERENCES_MAX);
  for (let differences = 0; differences <= most; differences += 1) {
    trace.push(new Map(furthest));
    for (let diagonal = -differences; diagonal <= differences; diagonal += 2) {
      let x = stepOnto(furthest, diagonal, differences);
      while (x < a.length && x - diagonal < b.length && a[x] === b[x - diagonal]) x += 1;
      furthest.set(diagonal, x);
      if (x >= a.length && x - diagonal >= b.length) return trace;
    }
  }
  return null;
}

function stepOnto(furthest: Map<number, number>, diagonal: number, differences: number): number {
  const above = furthest.get(diagonal + 1) ?? -1;
  const left = furthest.get(diagonal - 1) ?? -1;
  return comesFromAbove(above, left, diagonal, differences) ? above : left + 1;
}

function comesFromAbove(above: number, left: number, diagonal: number, differences: number) {
  return diagonal === -differences || (diagonal !== differences && left < above);
}

function retrace(trace: Map<number, number>[], a: readonly string[], b: readonly string[]) {
  const lines: Line[] = [];
  let [x, y] = [a.length, b.length];
  for (let differences = trace.length - 1; differences >= 0; differences -= 1) {
    const furthest = trace[differences] as Map<number, number>;
    const diagonal = x - y;
    const above = furthest.get(diagonal + 1) ?? -1;
    const left = furthest.get(diagonal - 1) ?? -1;
    const isAbove = comesFromAbove(above, left, diagonal, differences);
    const fromX = differences === 0 ? 0 : isAbove ? above : left;
    const fromY = differences === 0 ? 0 : fromX - (isAbove ? diagonal + 1 : diagonal - 1);
    while (x > fromX && y > fromY) {
      lines.push({ kind: "same", text: a[x - 1] as string });
      x -= 1;
      y -= 1;
    }
    if (differences === 0) break;
    lines.push(isAbove ? added(b[fromY] as string) : removed(a[fromX] as string));
    [x, y] = [fromX, fromY];
  }
  return lines.reverse();
}

function added(text: string): Line {
  return { kind: "added", text };
}

function removed(text: string): Line {
  return { kind: "removed", text };
}
