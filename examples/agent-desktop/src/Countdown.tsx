// How long an offer still stands.

import type { Reservation } from "twilio-taskrouter";

import type { Desk } from "./desk";
import { useNow } from "./now";
import { duration } from "./words";

interface Props {
  desk: Desk;
  reservation: Reservation;
}

export function Countdown({ desk, reservation }: Props) {
  const leftS = Math.max(0, (desk.deadlineOf(reservation) - useNow()) / 1000);
  return (
    <div className="countdown">
      <progress aria-label="Time left to answer" max={reservation.timeout} value={leftS} />
      <span role="timer">{duration(leftS)} to answer</span>
    </div>
  );
}
