// What is asked of one queue beside its resource.

import { queryOptions } from "@tanstack/react-query";

import { get, post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended } from "@/api/paths";
import type { components } from "@/api/schema";

type ServiceLevel = components["schemas"]["ServiceLevel"];
type Lint = components["schemas"]["Lint"];

/** Within how many seconds the tasks of a queue should be accepted. */
export function serviceLevelQuery(workspaceSid: string, queueSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "task-queues" satisfies Noun, "service-level", queueSid],
    queryFn: ({ signal }) =>
      get<ServiceLevel>(serviceLevelPath(workspaceSid, queueSid), {}, signal),
  });
}

export function setServiceLevel(workspaceSid: string, queueSid: string, seconds: number) {
  return post<ServiceLevel>(serviceLevelPath(workspaceSid, queueSid), { Target: seconds });
}

/** What of an expression for workers cannot work, though it can be read. */
export function warningsQuery(workspaceSid: string, targetWorkers: string) {
  return queryOptions({
    queryKey: [workspaceSid, "workers" satisfies Noun, "warned", targetWorkers],
    queryFn: () =>
      post<Lint>(extended(workspaceSid, "Workflows", "Lint"), { TargetWorkers: targetWorkers }),
    gcTime: 60_000,
    retry: false,
  });
}

function serviceLevelPath(workspaceSid: string, queueSid: string): string {
  return extended(workspaceSid, "TaskQueues", queueSid, "ServiceLevel");
}
