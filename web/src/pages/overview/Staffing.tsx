// How many workers are in each activity. Each leads to them.

import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { activitiesQuery } from "@/api/queries";
import type { WorkspaceFigures } from "@/pages/overview/queries";
import { ActivityState } from "@/parts/State";
import { Surface } from "@/parts/Surface";

import classes from "./Staffing.module.css";

const NUMBER = new Intl.NumberFormat();

interface Props {
  workspaceSid: string;
  /** Undefined until they have come. */
  figures: WorkspaceFigures | undefined;
}

export function Staffing({ workspaceSid, figures }: Props) {
  const { data: activities = [] } = useQuery(activitiesQuery(workspaceSid));
  const of = new Map(figures?.activity_statistics.map(({ sid, workers }) => [sid, workers]));
  const total = figures?.total_workers ?? 0;
  return (
    <Surface
      title="Workers by activity"
      actions={
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/workspaces/$workspaceSid/workers" params={{ workspaceSid }} {...props} />
          )}
        >
          All {figures && NUMBER.format(total)}
        </Anchor>
      }
    >
      {figures?.total_workers === 0 && (
        <Text size="sm" c="dimmed">
          There are no workers yet.
        </Text>
      )}
      <ul className={classes.activities}>
        {activities.map(({ sid, friendly_name, available }) => (
          <li key={sid}>
            <Link
              className={classes.activity}
              to="/workspaces/$workspaceSid/workers"
              params={{ workspaceSid }}
              search={{ activity: sid }}
            >
              <ActivityState name={friendly_name} available={available} />
              <span className={classes.count}>
                {figures === undefined ? "–" : NUMBER.format(of.get(sid) ?? 0)}
              </span>
              <span
                className={classes.share}
                data-available={available}
                style={{ width: `${(100 * (of.get(sid) ?? 0)) / Math.max(1, total)}%` }}
                aria-hidden
              />
            </Link>
          </li>
        ))}
      </ul>
    </Surface>
  );
}
