// What a workspace still lacks before it routes anything.

import { useQuery } from "@tanstack/react-query";

import { taskQueuesQuery, workflowsQuery } from "@/api/queries";
import { firstTaskQuery, workspaceFiguresQuery } from "@/pages/overview/queries";
import { progressOf } from "@/pages/overview/steps";

/** Nothing is lacking until it is known. */
export function useSteps(workspaceSid: string): ReturnType<typeof progressOf> {
  const { data: queues } = useQuery(taskQueuesQuery(workspaceSid));
  const { data: workflows } = useQuery(workflowsQuery(workspaceSid));
  const { data: figures } = useQuery(workspaceFiguresQuery(workspaceSid));
  const hasTask = figures && Object.values(figures.tasks_by_status).some((count) => count > 0);
  const { data: hadTask } = useQuery({
    ...firstTaskQuery(workspaceSid),
    enabled: hasTask === false,
  });
  if (!queues || !workflows || !figures || (hasTask === false && hadTask === undefined)) {
    return { steps: null, isEmpty: false };
  }
  return progressOf({
    queues: queues.length,
    workers: figures.total_workers,
    workflows: workflows.length,
    hadTask: hasTask === true || hadTask === true,
  });
}
