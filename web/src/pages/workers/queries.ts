// What the pages of workers ask, each by a key the stream keeps fresh.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import { readWhole } from "@/api/lists";
import type { Noun } from "@/api/nouns";
import { extended, inWorkspace } from "@/api/paths";
import type { Reservation, Worker, WorkerChannel } from "@/api/resources";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type Explanation = Schemas["WorkerExplanation"];
type Statistics = Schemas["WorkerStatistics"];

const WORKERS = "workers" satisfies Noun;
const OPEN = ["pending", "accepted", "wrapping"] as const;
/** A working day, which is what one wants to know of somebody who works. */
export const DAY_MINUTES = 8 * 60;

/** A worker's address in the API, or of what lies below it. */
export function workerPath(workspaceSid: string, workerSid: string, ...path: string[]): string {
  return inWorkspace(workspaceSid, "Workers", workerSid, ...path);
}

export function workerQuery(workspaceSid: string, workerSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, WORKERS, workerSid],
    queryFn: ({ signal }) => get<Worker>(workerPath(workspaceSid, workerSid), {}, signal),
  });
}

export function workerChannelsQuery(workspaceSid: string, workerSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, WORKERS, workerSid, "channels"],
    queryFn: ({ signal }) =>
      readWhole<WorkerChannel>(workerPath(workspaceSid, workerSid, "Channels"), {}, signal),
  });
}

export function explanationQuery(workspaceSid: string, workerSid: string) {
  const path = extended(workspaceSid, "Workers", workerSid, "Explain");
  return queryOptions({
    queryKey: [workspaceSid, WORKERS, workerSid, "explanation"],
    queryFn: ({ signal }) => get<Explanation>(path, {}, signal),
  });
}

/** The reservations that are not over, the longest first. */
export function openReservationsQuery(workspaceSid: string, workerSid: string) {
  const path = workerPath(workspaceSid, workerSid, "Reservations");
  return queryOptions({
    queryKey: [workspaceSid, "reservations" satisfies Noun, "of", workerSid],
    queryFn: async ({ signal }) => {
      const found = await Promise.all(
        OPEN.map((status) => readWhole<Reservation>(path, { ReservationStatus: status }, signal)),
      );
      return found
        .flat()
        .toSorted((one, other) => Date.parse(one.date_created) - Date.parse(other.date_created));
    },
  });
}

export function workerStatisticsQuery(workspaceSid: string, workerSid: string) {
  const path = workerPath(workspaceSid, workerSid, "Statistics");
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "worker", workerSid],
    queryFn: ({ signal }) => get<Statistics>(path, { Minutes: DAY_MINUTES }, signal),
  });
}
