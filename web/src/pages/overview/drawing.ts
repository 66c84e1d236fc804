// Where things are in a chart.

type Values = readonly (number | null)[];

/** At most so many steps are above zero. */
const STEPS = 4;
const TIMES_APART_S = 20 * 60;
/** So many minutes at the end have no room for the name of a time below them. */
const NO_ROOM = 4;

/** How high the chart goes: a few of the smallest steps that reach above all values. */
export function ceilingOf(
  lines: readonly Values[],
  steps: readonly number[],
): { top: number; step: number } {
  const most = Math.max(0, ...lines.flat().filter((value) => value !== null));
  const step = steps.find((one) => one * STEPS >= most) ?? Math.ceil(most / STEPS);
  return { top: Math.max(1, Math.ceil(most / step)) * step, step };
}

/** The places of the times that are named: whole thirds of an hour. */
export function timesToName(times: readonly number[]): number[] {
  return times.flatMap((time, place) =>
    time % TIMES_APART_S === 0 && place >= NO_ROOM && place < times.length - NO_ROOM ? [place] : [],
  );
}

/** A line from value to value, over those that are missing. One that stands alone is a point. */
export function pathOf(values: Values, at: (value: number) => number): string {
  const points = values.flatMap((value, place) =>
    value === null ? [] : [`${place + 0.5} ${at(value)}`],
  );
  return points.length === 0 ? "" : `M${points.join("L")}h0`;
}
