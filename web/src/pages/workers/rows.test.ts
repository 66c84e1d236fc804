import { describe, expect, it } from "vitest";

import type { ListedWorker, ReservationStatus } from "@/api/resources";
import { countOffers, usesOf } from "@/pages/workers/rows";

const channel = (name: string, configured_capacity: number, available = true) => ({
  sid: `WC-${name}`,
  task_channel_sid: `TC-${name}`,
  task_channel_unique_name: name,
  configured_capacity,
  assigned_tasks: 0,
  available,
  available_capacity_percentage: 100,
});
const reservation = (task_channel_unique_name: string, reservation_status: ReservationStatus) => ({
  sid: "WR1",
  task_sid: "WT1",
  reservation_status,
  task_channel_unique_name,
  date_created: "",
});

describe("how full channels are", () => {
  const channels = [
    channel("default", 0),
    channel("voice", 1),
    channel("chat", 3),
    channel("sms", 2, false),
  ];

  it("counts what was accepted and what is offered", () => {
    const reservations = [reservation("chat", "accepted"), reservation("chat", "pending")];
    const uses = usesOf({ channels, reservations } as ListedWorker);
    expect(uses.map(({ name, words }) => `${name} ${words}`)).toEqual([
      "chat 2/3",
      "voice 0/1",
      "default off",
      "sms off",
    ]);
  });

  it("shows what is still had by a channel that was turned off", () => {
    const [first] = usesOf({
      channels,
      reservations: [reservation("sms", "wrapping")],
    } as ListedWorker);
    expect(first).toMatchObject({ name: "sms", words: "1/2" });
  });
});

describe("offers", () => {
  it("are what waits for an answer", () => {
    expect(countOffers([reservation("chat", "pending"), reservation("chat", "accepted")])).toBe(1);
  });
});
