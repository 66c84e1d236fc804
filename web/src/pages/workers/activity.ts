// Moving a worker to another activity, and what becomes of offers that wait for an answer.

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import type { Activity, Worker } from "@/api/resources";
import { workerPath } from "@/pages/workers/queries";

export interface Move {
  worker: Worker;
  activity: Activity;
  /** Reject what is being offered. Only for activities that take no tasks. */
  isRejecting: boolean;
}

interface Options {
  onDone?: () => void;
  /** Whether the caller shows the error. */
  showsError?: boolean;
}

export function useMove(workspaceSid: string, options: Options = {}) {
  return useChange({
    ...options,
    ask: ({ worker, activity, isRejecting }: Move) =>
      post<Worker>(workerPath(workspaceSid, worker.sid), {
        ActivitySid: activity.sid,
        RejectPendingReservations: isRejecting ? true : undefined,
      }),
    say: (worker) => `${worker.friendly_name} is ${worker.activity_name} now.`,
    refresh: [
      [workspaceSid, "workers"],
      [workspaceSid, "statistics"],
      [workspaceSid, "reservations"],
    ],
  });
}

/** Whether somebody has to say first what becomes of the offers. */
export function needsChoice(activity: Activity, offers: number): boolean {
  return offers > 0 && !activity.available;
}
