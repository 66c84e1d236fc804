// How a worker spent the day: how long in which activity, and what became of the offers.

import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";

import { activitiesQuery } from "@/api/queries";
import type { Worker } from "@/api/resources";
import { spellDuration } from "@/live/time";
import { DAY_MINUTES, workerStatisticsQuery } from "@/pages/workers/queries";
import { ErrorNote } from "@/parts/ErrorNote";
import { ActivityState } from "@/parts/State";
import { Surface } from "@/parts/Surface";

import classes from "./Worker.module.css";

const OUTCOMES = [
  ["Offered", "reservations_created"],
  ["Accepted", "reservations_accepted"],
  ["Rejected", "reservations_rejected"],
  ["Timed out", "reservations_timed_out"],
  ["Canceled", "reservations_canceled"],
  ["Taken back", "reservations_rescinded"],
] as const;

export function ActivityTimes({ workspaceSid, worker }: { workspaceSid: string; worker: Worker }) {
  const { data: activities = [] } = useQuery(activitiesQuery(workspaceSid));
  const { data, error } = useQuery(workerStatisticsQuery(workspaceSid, worker.sid));
  const availability = new Map(activities.map(({ sid, available }) => [sid, available]));
  const spent = (data?.cumulative.activity_durations ?? [])
    .filter(({ total }) => total > 0)
    .toSorted((one, other) => other.total - one.total);
  const whole = spent.reduce((sum, { total }) => sum + total, 0);
  return (
    <Surface title={`The last ${DAY_MINUTES / 60} hours`}>
      <ErrorNote error={error} />
      {data !== undefined && (
        <>
          <dl className={classes.times}>
            {spent.map(({ sid, friendly_name, total }) => {
              const isAvailable = availability.get(sid) ?? false;
              const colour = `var(--pm-${isAvailable ? "green" : "grey"})`;
              return (
                <Fragment key={sid}>
                  <dt>
                    <ActivityState name={friendly_name} available={isAvailable} />
                  </dt>
                  <dd className={classes.bar}>
                    <span style={{ width: `${(100 * total) / whole}%`, background: colour }} />
                  </dd>
                  <dd>{spellDuration(total)}</dd>
                </Fragment>
              );
            })}
          </dl>
          <dl className={classes.counts}>
            {OUTCOMES.map(([name, count]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{data.cumulative[count]}</dd>
              </div>
            ))}
          </dl>
        </>
      )}
    </Surface>
  );
}
