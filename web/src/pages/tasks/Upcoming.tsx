// What happens by itself to a task, and in how long.

import { Text } from "@mantine/core";

import { spellDuration, spellUtc, useNow } from "@/live/time";
import { namePlaces } from "@/pages/tasks/placeNames";
import type { TaskExplanation } from "@/pages/tasks/queries";

import classes from "./Explained.module.css";

export function Upcoming({ explanation }: { explanation: TaskExplanation }) {
  return (
    <ol className={classes.list}>
      {explanation.next.map(({ what, date }) => (
        <li key={`${date} ${what}`} className={classes.next}>
          <Text size="sm" c="dimmed" component="span">
            <Until date={date} />
          </Text>
          <Text size="sm" component="span">
            {namePlaces(what, explanation.filters)}
          </Text>
        </li>
      ))}
    </ol>
  );
}

/** How long it is until a moment; it counts down. */
function Until({ date }: { date: string }) {
  const seconds = (Date.parse(date) - useNow()) / 1_000;
  return (
    <time dateTime={date} title={spellUtc(date)} style={{ fontVariantNumeric: "tabular-nums" }}>
      {seconds < 1 ? "now" : `in ${spellDuration(seconds)}`}
    </time>
  );
}
