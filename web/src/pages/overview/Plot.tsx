// Draws a chart: bars and lines over the minutes of an hour, in the colours of the scheme.

import { Fragment } from "react";
import type { PointerEvent } from "react";

import { ceilingOf, pathOf, timesToName } from "@/pages/overview/drawing";
import type { ChartData, ChartShape } from "@/pages/overview/charts";

import classes from "./Plot.module.css";

interface Props {
  shape: ChartShape;
  data: ChartData;
  /** The minute that is pointed at, by its place in the data. */
  minute: number | null;
  onMinute: (minute: number | null) => void;
}

const CLOCK = new Intl.DateTimeFormat(undefined, { hour: "numeric", minute: "2-digit" });
const HEIGHT = 100;
/** How much of its minute a bar takes. */
const BAR = 0.7;

export function Plot({ shape, data, minute, onMinute }: Props) {
  const [times, ...lines] = data;
  const { top, step } = ceilingOf(lines, shape.steps);
  const at = (value: number) => HEIGHT - (value / top) * HEIGHT;
  const point = ({ currentTarget, clientX }: PointerEvent) => {
    const { left, width } = currentTarget.getBoundingClientRect();
    const place = Math.floor(((clientX - left) / width) * times.length);
    onMinute(Math.min(times.length - 1, Math.max(0, place)));
  };
  const steps = Array.from({ length: Math.round(top / step) + 1 }, (_, count) => count * step);
  return (
    <div className={classes.frame} aria-hidden>
      <div className={classes.plot} onPointerMove={point} onPointerLeave={() => onMinute(null)}>
        {steps.map((value) => (
          <div key={value} className={classes.step} style={{ top: `${at(value)}%` }}>
            <span>{shape.spell(value)}</span>
          </div>
        ))}
        {timesToName(times).map((place) => (
          <span
            key={times[place]}
            className={classes.time}
            style={{ left: `${(100 * (place + 0.5)) / times.length}%` }}
          >
            {CLOCK.format((times[place] ?? 0) * 1_000)}
          </span>
        ))}
        <svg viewBox={`0 0 ${times.length} ${HEIGHT}`} preserveAspectRatio="none">
          {minute !== null && (
            <rect className={classes.minute} x={minute} width={1} height={HEIGHT} />
          )}
          {shape.lines.map(({ label, colour, drawn }, index) => (
            <Fragment key={label}>
              {drawn === "bars" ? (
                (lines[index] ?? []).map((value, place) => (
                  <rect
                    key={times[place]}
                    className={classes.bar}
                    style={{ fill: `var(--pm-${colour})` }}
                    x={place + (1 - BAR) / 2}
                    width={BAR}
                    y={at(value ?? 0)}
                    height={HEIGHT - at(value ?? 0)}
                  />
                ))
              ) : (
                <path
                  className={classes.line}
                  style={{ stroke: `var(--pm-${colour})` }}
                  d={pathOf(lines[index] ?? [], at)}
                />
              )}
            </Fragment>
          ))}
        </svg>
      </div>
    </div>
  );
}
