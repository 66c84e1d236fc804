// What the charts of the last hour show, and the same in words.

import { spellDuration } from "@/live/time";
import type { Series } from "@/pages/overview/queries";
import type { Colour } from "@/parts/State";

type Bucket = Series["buckets"][number];

export interface Line {
  label: string;
  colour: Colour;
  /** Bars for what comes, lines for what becomes of it. */
  drawn: "bars" | "line";
  of: (bucket: Bucket) => number | null;
}

export interface ChartShape {
  title: string;
  /** What the legend says while no minute is pointed at. */
  summary: string;
  lines: readonly Line[];
  spell: (value: number) => string;
  /** What a line says of the hour; null if there is nothing to say. */
  sumUp: (values: readonly number[]) => number | null;
  /** What may be between the lines of its grid, from small to large. */
  steps: readonly number[];
}

const NUMBER = new Intl.NumberFormat();

export const TASKS: ChartShape = {
  title: "Tasks by minute",
  summary: "Counted over the last hour",
  lines: [
    { label: "Created", colour: "blue", drawn: "bars", of: ({ service }) => service.offered },
    { label: "Accepted", colour: "green", drawn: "line", of: ({ service }) => service.answered },
    { label: "Canceled", colour: "red", drawn: "line", of: ({ service }) => service.abandoned },
  ],
  spell: (value) => NUMBER.format(value),
  sumUp: (values) => values.reduce((sum, value) => sum + value, 0),
  steps: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1_000, 2_000, 5_000, 10_000, 50_000],
};

export const WAITS: ChartShape = {
  title: "Mean waits by minute",
  summary: "The longest of the last hour",
  lines: [
    {
      label: "Until accepted",
      colour: "green",
      drawn: "line",
      of: ({ avg_wait_until_accepted_s: wait }) => wait,
    },
    {
      label: "Until canceled",
      colour: "red",
      drawn: "line",
      of: ({ avg_wait_until_canceled_s: wait }) => wait,
    },
  ],
  spell: spellDuration,
  sumUp: (values) => (values.length === 0 ? null : Math.max(...values)),
  // All that are shown of these are spelt in one unit.
  steps: [1, 2, 5, 15, 60, 120, 300, 900, 3_600, 7_200, 21_600, 86_400],
};

/** Times in seconds, and the values of each line. */
export type ChartData = [times: number[], ...lines: (number | null)[][]];

export function chartData({ lines }: ChartShape, { buckets }: Series): ChartData {
  const times = buckets.map((bucket) => Date.parse(bucket.start_date) / 1_000);
  return [times, ...lines.map((line) => buckets.map(line.of))];
}

/** What is said of each line: of one minute, or of the hour. */
export function readings(shape: ChartShape, data: ChartData, minute: number | null): string[] {
  return shape.lines.map((_, index) => {
    const values = data[index + 1] ?? [];
    const value =
      minute === null
        ? shape.sumUp(values.filter((one) => one !== null))
        : (values[minute] ?? null);
    return value === null ? "–" : shape.spell(value);
  });
}

/** The chart for who does not see it. */
export function describe(shape: ChartShape, data: ChartData): string {
  const said = readings(shape, data, null);
  const parts = shape.lines.map(({ label }, index) => `${label.toLowerCase()} ${said[index]}`);
  return `${shape.title}, in the last hour: ${parts.join(", ")}`;
}
