// All cards: what is offered first, then what is in work.

import type { Desk } from "./desk";
import { ReservationCard } from "./ReservationCard";

export function Reservations({ desk }: { desk: Desk }) {
  const reservations = [...desk.offers, ...desk.work];
  return (
    <section aria-labelledby="reservations">
      <h2 id="reservations" tabIndex={-1}>
        Tasks
      </h2>
      {reservations.length === 0 && (
        <p className="empty">
          {desk.worker.activity.available
            ? "Nothing to do. The next task will show up here."
            : `Nothing to do: as ${desk.worker.activity.name}, you are offered no tasks.`}
        </p>
      )}
      {reservations.map((reservation) => (
        <ReservationCard key={reservation.sid} desk={desk} reservation={reservation} />
      ))}
    </section>
  );
}
