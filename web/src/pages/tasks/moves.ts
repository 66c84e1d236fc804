// What may be done with a task or a reservation, by the status it has.

import type { ReservationStatus, Task, TaskStatus } from "@/api/resources";

interface Over {
  assignment_status: TaskStatus;
}

/** Whether nothing happens to it any more. */
export function isOver({ assignment_status: status }: Over): boolean {
  return status === "completed" || status === "canceled";
}

/** Whether it has nobody yet. */
export function isWaiting({ assignment_status: status }: Over): boolean {
  return status === "pending" || status === "reserved";
}

/** How somebody may end a task. */
export type Ending = "canceled" | "completed" | "wrapping";

const ENDINGS: Record<TaskStatus, readonly Ending[]> = {
  pending: ["canceled"],
  reserved: ["canceled"],
  assigned: ["wrapping", "completed"],
  wrapping: ["completed"],
  completed: [],
  canceled: [],
};

export function endingsOf(task: Task): readonly Ending[] {
  return ENDINGS[task.assignment_status];
}

/** What a reservation may become, and what the button says. */
export interface Answer {
  status: ReservationStatus;
  verb: string;
}

const ACCEPT: Answer = { status: "accepted", verb: "Accept" };
const REJECT: Answer = { status: "rejected", verb: "Reject" };
const WRAP_UP: Answer = { status: "wrapping", verb: "Wrap up" };
const COMPLETE: Answer = { status: "completed", verb: "Complete" };

export function answersTo(status: ReservationStatus): readonly Answer[] {
  if (status === "pending") return [ACCEPT, REJECT];
  if (status === "accepted") return [WRAP_UP, COMPLETE];
  return status === "wrapping" ? [COMPLETE] : [];
}
