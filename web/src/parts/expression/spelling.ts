// How many an expression selects, in words.

import type { Evaluation, Subject } from "@/parts/expression/evaluation";

/** "12 workers match, 3 of them available". */
export function spellMatches(of: Subject, { count, available }: Evaluation): string {
  const noun = of === "tasks" ? "task" : "worker";
  if (count === null || count === 0) return `No ${noun} matches at present`;
  const matching = count === 1 ? `1 ${noun} matches` : `${count} ${noun}s match`;
  if (of === "tasks" || available == null) return matching;
  if (count === 1) return `${matching}, ${available === 1 ? "and is available" : "not available"}`;
  return `${matching}, ${available === 0 ? "none" : available} of them available`;
}
