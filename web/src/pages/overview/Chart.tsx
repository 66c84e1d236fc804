// A small chart of the last hour, with a legend that tells of the minute under the pointer.

import { Skeleton, Text } from "@mantine/core";
import { useMemo, useState } from "react";

import { spellMoment } from "@/live/time";
import { chartData, describe, readings } from "@/pages/overview/charts";
import type { ChartShape } from "@/pages/overview/charts";
import { Plot } from "@/pages/overview/Plot";
import type { Series } from "@/pages/overview/queries";
import { State } from "@/parts/State";
import { Surface } from "@/parts/Surface";

import classes from "./Chart.module.css";

interface Props {
  shape: ChartShape;
  /** Undefined until it has come. */
  series: Series | undefined;
}

export function Chart({ shape, series }: Props) {
  const [minute, setMinute] = useState<number | null>(null);
  const data = useMemo(() => series && chartData(shape, series), [shape, series]);
  const time = minute === null ? undefined : series?.buckets[minute]?.start_date;
  const said = data && readings(shape, data, minute);
  return (
    <Surface title={shape.title}>
      <div role="img" aria-label={data && describe(shape, data)}>
        {data ? (
          <Plot shape={shape} data={data} minute={minute} onMinute={setMinute} />
        ) : (
          <Skeleton height="9rem" />
        )}
      </div>
      <div className={classes.legend}>
        {shape.lines.map(({ label, colour }, index) => (
          <span key={label} className={classes.line}>
            <State colour={colour} word={label} />
            <b>{said?.[index] ?? "–"}</b>
          </span>
        ))}
      </div>
      <Text size="xs" c="dimmed">
        {time === undefined ? shape.summary : spellMoment(time)}
      </Text>
    </Surface>
  );
}
