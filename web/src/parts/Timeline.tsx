// What happened, one line an event, the newest first or last as it is given.

import { Text } from "@mantine/core";
import type { ReactNode } from "react";

import { Dot } from "@/parts/State";
import type { Colour } from "@/parts/State";
import { When } from "@/parts/When";

import classes from "./Timeline.module.css";

export interface Happening {
  key: string;
  at: string;
  title: ReactNode;
  detail?: ReactNode;
  colour: Colour;
}

export function Timeline({
  label,
  happenings,
}: {
  label: string;
  happenings: readonly Happening[];
}) {
  return (
    <ol className={classes.timeline} aria-label={label}>
      {happenings.map(({ key, at, title, detail, colour }) => (
        <li key={key} className={classes.happening}>
          <Dot colour={colour} />
          <div>
            <div>{title}</div>
            {detail !== undefined && (
              <Text size="sm" c="dimmed" component="div">
                {detail}
              </Text>
            )}
          </div>
          <Text size="sm" c="dimmed" component="div">
            <When date={at} />
          </Text>
        </li>
      ))}
    </ol>
  );
}
