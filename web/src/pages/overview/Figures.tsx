// The figures of a workspace, large: tasks by what they are at, the longest wait, the service level.

import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { TaskStatus } from "@/api/resources";
import { serviceQuery } from "@/pages/overview/queries";
import type { WorkspaceFigures } from "@/pages/overview/queries";
import { Dot } from "@/parts/State";
import type { Colour } from "@/parts/State";
import { Age } from "@/parts/When";

import classes from "./Figures.module.css";

const COUNTED: readonly (readonly [TaskStatus, string, Colour])[] = [
  ["pending", "Waiting", "amber"],
  ["reserved", "Reserved", "blue"],
  ["assigned", "Assigned", "green"],
  ["wrapping", "Wrapping", "violet"],
];
const NUMBER = new Intl.NumberFormat();
const SHARE = new Intl.NumberFormat(undefined, { style: "percent", maximumFractionDigits: 0 });

interface Props {
  workspaceSid: string;
  /** Undefined until they have come. */
  figures: WorkspaceFigures | undefined;
}

export function Figures({ workspaceSid, figures }: Props) {
  const { data: whole } = useQuery(serviceQuery(workspaceSid));
  const level = whole?.service.service_level ?? null;
  return (
    <dl className={classes.figures}>
      {COUNTED.map(([status, name, colour]) => (
        <Figure key={status} name={name} colour={colour} about={ABOUT[status]}>
          <Link
            to="/workspaces/$workspaceSid/tasks"
            params={{ workspaceSid }}
            search={{ status: [status] }}
          >
            {figures === undefined ? "–" : NUMBER.format(figures.tasks_by_status[status] ?? 0)}
          </Link>
        </Figure>
      ))}
      <Figure name="Longest wait" about="and counting">
        {figures?.longestWait == null ? (
          "–"
        ) : (
          <Link
            to="/workspaces/$workspaceSid/tasks/$taskSid"
            params={{ workspaceSid, taskSid: figures.longestWait.taskSid }}
          >
            <Age since={figures.longestWait.since} />
          </Link>
        )}
      </Figure>
      <Figure name="Service level" about="accepted in time, last hour">
        {level === null ? "–" : SHARE.format(level)}
      </Figure>
    </dl>
  );
}

const ABOUT: Partial<Record<TaskStatus, string>> = {
  pending: "for a worker",
  reserved: "offered to a worker",
  assigned: "with a worker",
  wrapping: "being wrapped up",
};

interface FigureProps {
  name: string;
  about: string | undefined;
  colour?: Colour;
  children: ReactNode;
}

function Figure({ name, about, colour, children }: FigureProps) {
  return (
    <div className={classes.figure}>
      <dt>
        {colour !== undefined && <Dot colour={colour} />}
        {name}
      </dt>
      <dd className={classes.value}>{children}</dd>
      <dd className={classes.about}>{about}</dd>
    </div>
  );
}
