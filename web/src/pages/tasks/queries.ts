// What is asked about tasks.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import { readWhole } from "@/api/lists";
import type { Noun } from "@/api/nouns";
import { extended, inWorkspace } from "@/api/paths";
import type { Reservation, Task } from "@/api/resources";
import type { components } from "@/api/schema";

type Schemas = components["schemas"];

export type TaskExplanation = Schemas["TaskExplanation"];
export type Verdict = Schemas["Verdict"];
export type ReasonCount = Schemas["ReasonCount"];
export type Reason = Verdict["reason"];
export type FilterTried = Schemas["FilterTried"];
export type TaskEstimate = Schemas["TaskEstimate"];

export function taskQuery(workspaceSid: string, taskSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "tasks" satisfies Noun, taskSid],
    queryFn: ({ signal }) => get<Task>(inWorkspace(workspaceSid, "Tasks", taskSid), {}, signal),
  });
}

/** The task that was created last, as a list of one or none. */
export function lastTaskQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "tasks" satisfies Noun, "last"],
    queryFn: async ({ signal }) => {
      const parameters = { Ordering: "DateCreated:desc", PageSize: 1 };
      const path = inWorkspace(workspaceSid, "Tasks");
      return (await get<{ tasks: Task[] }>(path, parameters, signal)).tasks;
    },
  });
}

export function reservationsQuery(workspaceSid: string, taskSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "reservations" satisfies Noun, taskSid],
    queryFn: ({ signal }) =>
      readWhole<Reservation>(
        inWorkspace(workspaceSid, "Tasks", taskSid, "Reservations"),
        {},
        signal,
      ),
  });
}

/**
 * Why a task is where it is. Whatever changes in a workspace may be the reason, so it is read
 * again whenever statistics are.
 */
export function explanationQuery(workspaceSid: string, taskSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "explain", taskSid],
    queryFn: ({ signal }) =>
      get<TaskExplanation>(extended(workspaceSid, "Tasks", taskSid, "Explain"), {}, signal),
  });
}

export function estimateQuery(workspaceSid: string, taskSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "estimate", taskSid],
    queryFn: ({ signal }) =>
      get<TaskEstimate>(extended(workspaceSid, "Tasks", taskSid, "Estimate"), {}, signal),
  });
}
