// What the SDK tells, and what becomes of it: a line in the log, words for whoever cannot see the
// page, and the page drawn anew.

import type {
  Channel,
  IncomingTransfer,
  OutgoingTransfer,
  Reservation,
  Task,
} from "twilio-taskrouter";

import type { Desk, Outcome } from "./desk";
import { duration, explain, nameOf } from "./words";

// After every reconnection the SDK gives the same objects again, or new ones in their place.
const followed = new WeakSet<Channel | OutgoingTransfer | Reservation>();

/** Listen to everything that concerns the worker, from now on. */
export function follow(desk: Desk): void {
  const { worker } = desk;
  followAll(desk);
  worker.on("ready", () => {
    followAll(desk);
    desk.connected();
  });
  worker.on("disconnected", (event) => {
    desk.disconnected((event as unknown as { message: string }).message);
  });
  worker.on("error", (error) => desk.note(explain(error)));
  worker.on("tokenExpired", () => desk.expired());
  worker.on("activityUpdated", () => desk.note(`You are ${worker.activity.name}`));
  worker.on("attributesUpdated", () => desk.changed());
  worker.on("reservationCreated", (reservation) => {
    desk.arrived(reservation);
    followReservation(desk, reservation);
    desk.note(`Offered: ${nameOf(reservation)}`);
    desk.announce(
      `New offer: ${nameOf(reservation)}. ${duration(reservation.timeout)} to answer.`,
    );
  });
  worker.on("reservationFailed", () => desk.note("A task that you made found nobody"));
}

function followAll(desk: Desk): void {
  for (const channel of desk.worker.channels.values()) followChannel(desk, channel);
  for (const reservation of desk.worker.reservations.values()) followReservation(desk, reservation);
}

function followChannel(desk: Desk, channel: Channel): void {
  if (followed.has(channel)) return;
  followed.add(channel);
  channel.on("capacityUpdated", () => desk.changed());
  channel.on("availabilityUpdated", () => desk.changed());
}

function followReservation(desk: Desk, reservation: Reservation): void {
  if (followed.has(reservation)) return;
  followed.add(reservation);
  const name = nameOf(reservation);
  reservation.on("accepted", () => desk.note(`Accepted: ${name}`));
  reservation.on("wrapup", () => desk.note(`Wrapping up: ${name}`));
  const ends = (word: string, isSaidAloud: boolean) => () => {
    desk.ended(reservation);
    desk.note(`${word}: ${name}`);
    if (isSaidAloud) desk.announce(`${word}: ${name}`);
  };
  reservation.on("completed", ends("Completed", false));
  reservation.on("rejected", ends("Rejected", false));
  // These end under the worker's hands.
  reservation.on("timeout", ends("Timed out", true));
  reservation.on("canceled", ends("Canceled", true));
  reservation.on("rescinded", ends("Taken by somebody else", true));
  followTask(desk, reservation.task);
  followTransfer(desk, reservation.task.transfers.outgoing);
  if (reservation.task.transfers.incoming) void nameSender(desk, reservation.task.transfers.incoming);
}

function followTask(desk: Desk, task: Task): void {
  task.on("updated", () => desk.changed());
  task.on("wrapup", () => desk.changed());
  task.on("completed", () => desk.changed());
  task.on("canceled", () => desk.note(`The task was canceled: ${task.reason || task.queueName}`));
  task.on("transferInitiated", () => desk.changed());
}

/** Hear what becomes of handing a task on. */
export function followTransfer(desk: Desk, transfer: OutgoingTransfer | null): void {
  if (transfer === null || followed.has(transfer)) return;
  followed.add(transfer);
  const says = (words: string) => () => {
    const text = `${desk.directory.nameOf(transfer.to)} ${words}`;
    desk.note(text);
    desk.announce(text);
  };
  const ends = (outcome: Outcome, words: string) => () => {
    desk.outcomes.set(transfer, outcome);
    says(words)();
  };
  transfer.on("attemptFailed", says("did not take it; somebody else is asked"));
  transfer.on("completed", ends("complete", "took it"));
  transfer.on("failed", ends("failed", "did not take it"));
  transfer.on("canceled", ends("canceled", "is no longer asked"));
}

/** A name is nicer than the SID of whoever hands a task on; where it may not be known, so be it. */
async function nameSender(desk: Desk, { workerSid }: IncomingTransfer): Promise<void> {
  if (desk.directory.nameOf(workerSid) !== workerSid) return;
  await desk.directory.load().catch(() => {});
  desk.changed();
}
