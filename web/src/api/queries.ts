// What several pages ask. A query's key begins with the workspace and the noun it is about.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import { readWhole } from "@/api/lists";
import type { Noun } from "@/api/nouns";
import { inWorkspace, WORKSPACES } from "@/api/paths";
import type { Activity, TaskChannel, TaskQueue, Workflow, Workspace } from "@/api/resources";

/** The configuration of a workspace changes rarely, and the stream tells when it does. */
const RARELY_MS = 5 * 60_000;

export const workspacesQuery = queryOptions({
  queryKey: ["workspaces"],
  queryFn: ({ signal }) => readWhole<Workspace>(WORKSPACES, {}, signal),
});

export function workspaceQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "workspace" satisfies Noun],
    queryFn: ({ signal }) => get<Workspace>(inWorkspace(workspaceSid), {}, signal),
    staleTime: RARELY_MS,
  });
}

export function activitiesQuery(workspaceSid: string) {
  return wholeQuery<Activity>(workspaceSid, "activities", "Activities");
}

export function taskChannelsQuery(workspaceSid: string) {
  return wholeQuery<TaskChannel>(workspaceSid, "task-channels", "TaskChannels");
}

export function taskQueuesQuery(workspaceSid: string) {
  return wholeQuery<TaskQueue>(workspaceSid, "task-queues", "TaskQueues");
}

export function workflowsQuery(workspaceSid: string) {
  return wholeQuery<Workflow>(workspaceSid, "workflows", "Workflows");
}

function wholeQuery<T>(workspaceSid: string, noun: Noun, resource: string) {
  return queryOptions({
    queryKey: [workspaceSid, noun, "all"],
    queryFn: ({ signal }) => readWhole<T>(inWorkspace(workspaceSid, resource), {}, signal),
    staleTime: RARELY_MS,
  });
}
