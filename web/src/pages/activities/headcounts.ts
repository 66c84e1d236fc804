// How many workers are in each activity.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { inWorkspace } from "@/api/paths";
import type { components } from "@/api/schema";

type RealTime = components["schemas"]["WorkspaceRealTimeStatistics"];

/** By the activity's SID. */
export function headcountsQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "headcounts"],
    queryFn: async ({ signal }) => {
      const path = inWorkspace(workspaceSid, "RealTimeStatistics");
      const { activity_statistics } = await get<RealTime>(path, {}, signal);
      return new Map(activity_statistics.map(({ sid, workers }) => [sid, workers]));
    },
  });
}
