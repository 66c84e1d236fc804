// How many workers are in each activity.

import { queryOptions } from "@tanstack/react-query";

import { get } from "@/api/client";
import type { Noun } from "@/api/nouns";
import { inWorkspace } from "@/api/paths";
import type { components } from "@/api/schema";

type RealTime = components["schemas"]["WorkersRealTimeStatistics"];

interface Headcounts {
  total: number;
  /** By the activity's SID. */
  of: ReadonlyMap<string, number>;
}

export function headcountsQuery(workspaceSid: string) {
  return queryOptions({
    queryKey: [workspaceSid, "statistics" satisfies Noun, "headcounts"],
    queryFn: async ({ signal }): Promise<Headcounts> => {
      const path = inWorkspace(workspaceSid, "Workers", "RealTimeStatistics");
      const { total_workers: total, activity_statistics } = await get<RealTime>(path, {}, signal);
      return { total, of: new Map(activity_statistics.map(({ sid, workers }) => [sid, workers])) };
    },
  });
}
