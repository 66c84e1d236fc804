// The steps to a workspace that routes, and which of them are done.

export type Step = "queue" | "worker" | "workflow" | "task";
export type Steps = Readonly<Record<Step, boolean>>;

interface Found {
  queues: number;
  workers: number;
  workflows: number;
  /** Whether there is a task, or was one that is remembered. */
  hadTask: boolean;
}

interface Progress {
  /** Null when all are done. */
  steps: Steps | null;
  /** Whether there is nothing yet that could have figures. */
  isEmpty: boolean;
}

export function progressOf({ queues, workers, workflows, hadTask }: Found): Progress {
  const steps = { queue: queues > 0, worker: workers > 0, workflow: workflows > 0, task: hadTask };
  return {
    steps: Object.values(steps).every(Boolean) ? null : steps,
    isEmpty: !steps.queue && !steps.worker && !steps.task,
  };
}
