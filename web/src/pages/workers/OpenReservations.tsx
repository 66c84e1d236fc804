// The tasks a worker has and is offered, each for how long.

import { Text } from "@mantine/core";

import type { Reservation, Worker } from "@/api/resources";
import { Sid } from "@/parts/Sid";
import { ReservationState } from "@/parts/State";
import { TaskLink } from "@/parts/TaskLink";
import { Age } from "@/parts/When";

import classes from "./Worker.module.css";

interface Props {
  workspaceSid: string;
  worker: Worker;
  reservations: readonly Reservation[];
}

export function OpenReservations({ workspaceSid, worker, reservations }: Props) {
  if (reservations.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        {worker.friendly_name} has no task, and is offered none.
      </Text>
    );
  }
  return (
    <ul className={classes.list}>
      {reservations.map((reservation) => (
        <li key={reservation.sid} className={classes.reservation}>
          <TaskLink workspaceSid={workspaceSid} taskSid={reservation.task_sid} />
          <ReservationState status={reservation.reservation_status} />
          <span className={classes.dimmed}>
            for <Age since={reservation.date_updated} />
          </span>
          <Sid sid={reservation.sid} />
        </li>
      ))}
    </ul>
  );
}
