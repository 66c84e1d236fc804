// Live figures of queues, asked for many queues at once.

import { queryOptions } from "@tanstack/react-query";

import { postJson } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { inWorkspace } from "@/api/paths";
import type { components } from "@/api/schema";

type Data = components["schemas"]["TaskQueueData"];

export type QueueFigures = Data & {
  /** Since when the task that waits longest has waited. */
  waiting_since: string | null;
};

/** The most queues that the API tells of at once. */
export const AT_ONCE = 50;

/** The figures of at most so many queues, by SID. */
export function figuresQuery(workspaceSid: string, queueSids: readonly string[]) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "task-queues", queueSids],
    queryFn: async ({ signal }) => {
      const path = inWorkspace(workspaceSid, "TaskQueues", "RealTimeStatistics");
      const answer = await postJson<{ task_queue_data: Data[] }>(
        path,
        { QueueSids: queueSids },
        signal,
      );
      const now = Date.now();
      return new Map(answer.task_queue_data.map((data) => [data.task_queue_sid, told(data, now)]));
    },
  });
}

export function told(data: Data, now: number): QueueFigures {
  const isWaiting = data.longest_task_waiting_sid !== null;
  const since = isWaiting ? new Date(now - data.longest_task_waiting_age * 1_000) : null;
  return { ...data, waiting_since: since?.toISOString() ?? null };
}

/** With which others each queue is asked for. Those of a queue in sight are in sight, mostly. */
export function companions(queueSids: readonly string[]): Map<string, readonly string[]> {
  const found = new Map<string, readonly string[]>();
  for (let start = 0; start < queueSids.length; start += AT_ONCE) {
    const together = queueSids.slice(start, start + AT_ONCE);
    for (const sid of together) found.set(sid, together);
  }
  return found;
}

/** Those that nobody has been offered yet. */
export function waiting({ tasks_by_status }: QueueFigures): number {
  return tasks_by_status.pending ?? 0;
}
