// Draws a chart on a canvas, in the colours of the scheme. Load it lazily: see Chart.tsx.

import "uplot/dist/uPlot.min.css";

import { useComputedColorScheme } from "@mantine/core";
import { useEffect, useRef } from "react";
import uPlot from "uplot";

import type { ChartData, ChartShape, Line } from "@/pages/overview/charts";

interface Props {
  shape: ChartShape;
  data: ChartData;
  /** Told which minute the pointer is at, by its place in the data; null when it is elsewhere. */
  onMinute: (index: number | null) => void;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const FONT = "11px system-ui, sans-serif";
const QUARTER_HOUR_S = 900;
/** The width of the values beside the chart, in pixels: the same for all, so that they line up. */
const VALUES_WIDTH = 50;
const HALF_MINUTE_S = 30;

export default function Plot({ shape, data, onMinute }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const plot = useRef<uPlot | null>(null);
  const latest = useRef(data);
  const scheme = useComputedColorScheme("light");

  useEffect(() => {
    const frame = place.current;
    if (frame === null) return;
    const made = new uPlot(optionsOf(shape, onMinute, sizeOf(frame)), latest.current, frame);
    plot.current = made;
    const resizing = new ResizeObserver(() => made.setSize(sizeOf(frame)));
    resizing.observe(frame);
    return () => {
      resizing.disconnect();
      made.destroy();
      plot.current = null;
    };
  }, [shape, onMinute]);

  useEffect(() => {
    latest.current = data;
    plot.current?.setData(data);
  }, [data]);

  useEffect(() => {
    // The colours are those of the page, which takes on the scheme after this.
    const frame = requestAnimationFrame(() => plot.current?.redraw());
    return () => cancelAnimationFrame(frame);
  }, [scheme]);

  return <div ref={place} style={{ height: "100%" }} aria-hidden />;
}

function sizeOf(frame: HTMLElement): { width: number; height: number } {
  return { width: frame.clientWidth, height: frame.clientHeight };
}

function optionsOf(
  shape: ChartShape,
  onMinute: Props["onMinute"],
  size: { width: number; height: number },
): uPlot.Options {
  const axis: uPlot.Axis = {
    font: FONT,
    stroke: () => colour("--mantine-color-dimmed"),
    grid: { stroke: () => colour("--pm-line"), width: 1 },
    ticks: { show: false },
  };
  return {
    ...size,
    padding: [8, 4, 0, 0],
    legend: { show: false },
    cursor: { y: false, drag: { x: false, y: false } },
    scales: {
      x: { range: (_, first, last) => [first - HALF_MINUTE_S, last + HALF_MINUTE_S] },
      y: { range: (_, __, most) => [0, Math.max(most, shape.steps[0] ?? 1) * 1.08] },
    },
    axes: [
      {
        ...axis,
        size: 26,
        incrs: [QUARTER_HOUR_S],
        values: (_, times) => times.map((time) => CLOCK.format(time * 1_000)),
      },
      {
        ...axis,
        size: VALUES_WIDTH,
        incrs: shape.steps,
        values: (_, values) => values.map(shape.spell),
      },
    ],
    series: [{}, ...shape.lines.map(seriesOf)],
    hooks: { setCursor: [({ cursor }) => onMinute(cursor.idx ?? null)] },
  };
}

function seriesOf({ label, colour: name, drawn }: Line): uPlot.Series {
  const stroke = () => colour(`--pm-${name}`);
  if (drawn === "line") return { label, stroke, width: 1.5, spanGaps: true };
  const paths = uPlot.paths.bars?.({ size: [0.7] });
  const fill = () => `color-mix(in srgb, ${stroke()} 35%, transparent)`;
  return { label, fill, width: 0, points: { show: false }, ...(paths && { paths }) };
}

function colour(variable: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(variable);
}
