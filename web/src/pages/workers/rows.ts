// Workers as the table shows them: each with the channels and the open reservations.

import type { ListedWorker, ReservationStatus } from "@/api/resources";

interface ChannelUse {
  sid: string;
  name: string;
  used: number;
  /** How much of it is used, `1/2`, or that nothing comes by it. */
  words: string;
}

/** How full a worker's channels are, by what was accepted and what is offered; the fullest first. */
export function usesOf({ channels, reservations }: ListedWorker): ChannelUse[] {
  const uses = channels.map((channel) => {
    const name = channel.task_channel_unique_name;
    const used = reservations.filter((held) => held.task_channel_unique_name === name).length;
    const isOff = !channel.available || channel.configured_capacity === 0;
    return {
      sid: channel.sid,
      name,
      used,
      words: isOff && used === 0 ? "off" : `${used}/${channel.configured_capacity}`,
    };
  });
  const rank = (use: ChannelUse) => (use.words === "off" ? -1 : use.used);
  return uses.toSorted((one, other) => rank(other) - rank(one));
}

/** How many offers wait for an answer. */
export function countOffers(
  reservations: readonly { reservation_status: ReservationStatus }[],
): number {
  return reservations.filter((reservation) => reservation.reservation_status === "pending").length;
}
