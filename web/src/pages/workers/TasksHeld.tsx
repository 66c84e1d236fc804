// The tasks a worker has, or is offered, as links.

import type { ListedWorker } from "@/api/resources";
import { ReservationState } from "@/parts/State";
import { TaskLink } from "@/parts/TaskLink";

import classes from "./Workers.module.css";

/** As many as a row can have room for. */
const SHOWN = 4;

interface Props {
  workspaceSid: string;
  reservations: ListedWorker["reservations"];
}

export function TasksHeld({ workspaceSid, reservations }: Props) {
  if (reservations.length === 0) return <span className={classes.since}>none</span>;
  return (
    <ul className={classes.list}>
      <li className={classes.count}>{reservations.length}</li>
      {reservations.slice(0, SHOWN).map(({ sid, task_sid, reservation_status }) => (
        <li key={sid}>
          <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />
          <ReservationState status={reservation_status} />
        </li>
      ))}
    </ul>
  );
}
