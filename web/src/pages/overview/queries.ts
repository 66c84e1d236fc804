// What the overview asks of the API: what is now, and what the last hour was like.

import { keepPreviousData, queryOptions } from "@tanstack/react-query";

import { get, postJson } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended, inWorkspace } from "@/api/paths";
import type { components } from "@/api/schema";
import { inChunks } from "@/pages/overview/chunks";
import { longestWaitOf } from "@/pages/overview/longestWait";
import type { LongestWait } from "@/pages/overview/longestWait";

type Schemas = components["schemas"];

export type Series = Schemas["SeriesReport"];
export type QueueReport = Schemas["QueueRow"];

type Waiting<T> = T & { longestWait: LongestWait | null };
export type WorkspaceFigures = Waiting<Schemas["WorkspaceRealTimeStatistics"]>;
export type QueueFigures = Waiting<Schemas["TaskQueueData"]>;

const NOUN = "statistics" satisfies Noun;
/** So many queues the API tells of at once. */
const BULK = 50;
const MINUTES = 60;
/** So many days of events the API tells of. */
const KEPT_DAYS = 29;
/** The window of an hour goes on, also when nothing happens of which the stream could tell. */
const WINDOW_MOVES_MS = 60_000;

/** The tasks and workers of a workspace, counted. */
export function workspaceFiguresQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "workspace"],
    queryFn: async ({ client, queryKey, signal }): Promise<WorkspaceFigures> => {
      const path = inWorkspace(workspaceSid, "RealTimeStatistics");
      const figures = await get<Schemas["WorkspaceRealTimeStatistics"]>(path, {}, signal);
      const before = client.getQueryData<WorkspaceFigures>(queryKey);
      return { ...figures, longestWait: longestWaitOf(figures, before?.longestWait) };
    },
  });
}

/** The same of each of these queues, by their SIDs. */
export function queueFiguresQuery(workspaceSid: string, queueSids: readonly string[]) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "queues", queueSids],
    queryFn: async ({ client, queryKey, signal }): Promise<Record<string, QueueFigures>> => {
      const path = inWorkspace(workspaceSid, "TaskQueues", "RealTimeStatistics");
      const before = client.getQueryData<Record<string, QueueFigures>>(queryKey);
      const answers = await Promise.all(
        inChunks(queueSids, BULK).map((QueueSids) =>
          postJson<Schemas["TaskQueueBulkRealTimeStatistics"]>(path, { QueueSids }, signal),
        ),
      );
      const figures = answers.flatMap((answer) => answer.task_queue_data);
      return Object.fromEntries(
        figures.map((queue) => [
          queue.task_queue_sid,
          {
            ...queue,
            longestWait: longestWaitOf(queue, before?.[queue.task_queue_sid]?.longestWait),
          },
        ]),
      );
    },
    enabled: queueSids.length > 0,
    placeholderData: keepPreviousData,
  });
}

/** The last hour, minute by minute. */
export function lastHourQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "last-hour"],
    queryFn: ({ signal }) => {
      const parameters = { Minutes: MINUTES, Bucket: "minute" };
      return get<Series>(extended(workspaceSid, "Reports", "Series"), parameters, signal);
    },
    refetchInterval: WINDOW_MOVES_MS,
  });
}

/** How tasks were served in the last hour, of all queues together. */
export function serviceQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "service"],
    queryFn: async ({ signal }): Promise<QueueReport> => {
      const parameters = { Minutes: MINUTES, PageSize: 1 };
      const path = extended(workspaceSid, "Reports", "Queues");
      return (await get<Schemas["QueuesReport"]>(path, parameters, signal)).whole;
    },
    refetchInterval: WINDOW_MOVES_MS,
  });
}

/** Whether there was a task as far back as events are kept: a quiet night is no beginning. */
export function firstTaskQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, NOUN, "first-task"],
    queryFn: async ({ signal }) => {
      const parameters = { EventType: "task.created", StartDate: daysAgo(KEPT_DAYS), PageSize: 1 };
      const path = inWorkspace(workspaceSid, "Events");
      return (await get<{ events: unknown[] }>(path, parameters, signal)).events.length > 0;
    },
  });
}

function daysAgo(days: number): string {
  return new Date(Date.now() - days * 86_400_000).toISOString();
}
