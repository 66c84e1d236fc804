// What is asked about one queue.

import { queryOptions } from "@tanstack/react-query";

import { get, post } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { extended, inWorkspace } from "@/api/paths";
import type { TaskQueue } from "@/api/resources";
import type { components } from "@/api/schema";

type ServiceLevel = components["schemas"]["ServiceLevel"];
type Lint = components["schemas"]["Lint"];

export interface QueueSettings {
  queue: TaskQueue;
  /** Within how many seconds its tasks should be accepted. */
  serviceLevel: number;
}

/** Read anew whenever a form begins with it: not every change of a queue is an event. */
export function queueSettingsQuery(workspaceSid: string, queueSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "task-queues" satisfies Noun, "settings", queueSid],
    queryFn: async ({ signal }): Promise<QueueSettings> => {
      const [queue, level] = await Promise.all([
        get<TaskQueue>(inWorkspace(workspaceSid, "TaskQueues", queueSid), {}, signal),
        get<ServiceLevel>(serviceLevelPath(workspaceSid, queueSid), {}, signal),
      ]);
      return { queue, serviceLevel: level.target_s };
    },
    gcTime: 0,
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
