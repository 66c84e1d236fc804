// Ages to choose from, each as a range of seconds.

import { spellDuration } from "@/live/time";
import type { TasksSearch } from "@/pages/tasks/search";

type Range = Pick<TasksSearch, "minAge" | "maxAge">;

const USUAL: readonly Range[] = [
  { maxAge: 60 },
  { maxAge: 300 },
  { maxAge: 3_600 },
  { minAge: 60 },
  { minAge: 300 },
  { minAge: 3_600 },
  { minAge: 86_400 },
];

/** The usual ones, and the one that is chosen if it is another. */
export function agesFor(chosen: Range): { value: string; label: string }[] {
  const value = valueOfAge(chosen);
  const isUsual = value === null || USUAL.some((range) => valueOfAge(range) === value);
  const ranges = isUsual ? USUAL : [...USUAL, chosen];
  return ranges.map((range) => ({ value: valueOfAge(range) ?? "", label: labelOf(range) }));
}

/** The name of a range among choices: `60-300`, `-60`, `60-`; null for any age. */
export function valueOfAge({ minAge, maxAge }: Range): string | null {
  if (minAge === undefined && maxAge === undefined) return null;
  return `${minAge ?? ""}-${maxAge ?? ""}`;
}

export function ageOf(value: string | null): Range {
  const [least, most] = (value ?? "-").split("-");
  return { minAge: numberOf(least), maxAge: numberOf(most) };
}

function numberOf(text: string | undefined): number | undefined {
  return text === undefined || text === "" ? undefined : Number(text);
}

function labelOf({ minAge, maxAge }: Range): string {
  if (minAge === undefined) return `Under ${spellDuration(maxAge ?? 0)}`;
  if (maxAge === undefined) return `Over ${spellDuration(minAge)}`;
  return `${spellDuration(minAge)} to ${spellDuration(maxAge)}`;
}
