// Workers as the table shows them: each with the channels and the open reservations.

import type { ReservationStatus, Worker, WorkerChannel } from "@/api/resources";

export type ChannelOfRow = Pick<
  WorkerChannel,
  | "sid"
  | "task_channel_sid"
  | "task_channel_unique_name"
  | "configured_capacity"
  | "assigned_tasks"
  | "available"
  | "available_capacity_percentage"
>;

export interface ReservationOfRow {
  sid: string;
  task_sid: string;
  reservation_status: ReservationStatus;
  task_channel_unique_name: string | null;
  date_created: string;
}

export interface WorkerRow extends Worker {
  channels: ChannelOfRow[];
  reservations: ReservationOfRow[];
}

/** The channels, the fullest first, then those that could take something. */
export function byUse(channels: readonly ChannelOfRow[]): ChannelOfRow[] {
  const rank = (channel: ChannelOfRow) =>
    channel.assigned_tasks > 0 ? 0 : isOpen(channel) ? 1 : 2;
  return channels.toSorted(
    (one, other) => rank(one) - rank(other) || other.assigned_tasks - one.assigned_tasks,
  );
}

/** Whether tasks come by this channel at all. */
export function isOpen(channel: Pick<ChannelOfRow, "available" | "configured_capacity">): boolean {
  return channel.available && channel.configured_capacity > 0;
}

/** How much of a channel is used: `1/2`, or that nothing comes by it. */
export function spellUse(channel: ChannelOfRow): string {
  const { assigned_tasks, configured_capacity, available } = channel;
  return available ? `${assigned_tasks}/${configured_capacity}` : "off";
}

/** How many offers wait for an answer. */
export function countOffers(
  reservations: readonly { reservation_status: ReservationStatus }[],
): number {
  return reservations.filter((reservation) => reservation.reservation_status === "pending").length;
}
