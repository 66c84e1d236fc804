// How many open tasks each channel has.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { inWorkspace } from "@/api/paths";
import type { components } from "@/api/schema";

type RealTime = components["schemas"]["WorkspaceRealTimeStatistics"];

export interface Usage {
  waiting: number;
  /** Offered to workers, or with them. */
  inWork: number;
}

export function usageQuery(workspaceSid: string, channelSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "task-channel", channelSid],
    queryFn: async ({ signal }): Promise<Usage> => {
      const path = inWorkspace(workspaceSid, "RealTimeStatistics");
      const answer = await get<RealTime>(path, { TaskChannel: channelSid }, signal);
      return usageOf(answer.tasks_by_status);
    },
  });
}

export function usageOf(tasksByStatus: Readonly<Record<string, number>>): Usage {
  const of = (status: string) => tasksByStatus[status] ?? 0;
  return { waiting: of("pending"), inWork: of("reserved") + of("assigned") + of("wrapping") };
}
