// How many workers are in each activity. A click shows these alone.

import { UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Fragment } from "react";

import { headcountsQuery } from "@/api/headcounts";
import { activitiesQuery } from "@/api/queries";
import type { WorkerFilters } from "@/pages/workers/filters";
import { ActivityState } from "@/parts/State";

import classes from "./Workers.module.css";

interface Props {
  workspaceSid: string;
  filters: WorkerFilters;
  onChange: (change: WorkerFilters) => void;
}

export function Headcounts({ workspaceSid, filters, onChange }: Props) {
  const { data: activities = [] } = useQuery(activitiesQuery(workspaceSid));
  const { data: counts } = useQuery(headcountsQuery(workspaceSid));
  return (
    <div role="group" aria-label="Workers by activity" className={classes.headcounts}>
      <UnstyledButton
        className={classes.headcount}
        aria-pressed={filters.activity === undefined}
        onClick={() => onChange({ activity: undefined })}
      >
        Everybody <Count of={counts?.total} />
      </UnstyledButton>
      {activities.map(({ sid, friendly_name, available }) => (
        <Fragment key={sid}>
          <UnstyledButton
            className={classes.headcount}
            aria-pressed={filters.activity === sid}
            onClick={() => onChange({ activity: filters.activity === sid ? undefined : sid })}
          >
            <ActivityState name={friendly_name} available={available} />
            <Count of={counts && (counts.of.get(sid) ?? 0)} />
          </UnstyledButton>
        </Fragment>
      ))}
    </div>
  );
}

const NUMBER = new Intl.NumberFormat();

function Count({ of }: { of: number | undefined }) {
  return <b>{of === undefined ? "…" : NUMBER.format(of)}</b>;
}
