// A queue as it is written in a form, and what the API is asked for it.

import type { Parameters } from "@/api/client";
import type { TaskQueue } from "@/api/resources";
import type { QueueSettings } from "@/pages/task-queues/queries";

export interface Written {
  name: string;
  targetWorkers: string;
  taskOrder: TaskQueue["task_order"];
  /** Fields of numbers hold a text while they are being written. */
  maxReservedWorkers: number | string;
  reservationActivitySid: string | null;
  assignmentActivitySid: string | null;
  /** Seconds; empty leaves what the server has. */
  serviceLevel: number | string;
}

/** Every worker. */
const EVERYBODY = "1==1";

export const BLANK: Written = {
  name: "",
  targetWorkers: EVERYBODY,
  taskOrder: "FIFO",
  maxReservedWorkers: 1,
  reservationActivitySid: null,
  assignmentActivitySid: null,
  serviceLevel: "",
};

export const MAX_RESERVED = 50;
export const MAX_SERVICE_LEVEL = 86_400;

export function writtenOf({ queue, serviceLevel }: QueueSettings): Written {
  return {
    name: queue.friendly_name,
    targetWorkers: queue.target_workers ?? "",
    taskOrder: queue.task_order,
    maxReservedWorkers: queue.max_reserved_workers,
    reservationActivitySid: queue.reservation_activity_sid,
    assignmentActivitySid: queue.assignment_activity_sid,
    serviceLevel,
  };
}

/** Whether it can be sent; the expression is for the server to judge. */
export function isComplete({ name, maxReservedWorkers, serviceLevel }: Written): boolean {
  return (
    name.trim() !== "" &&
    isWithin(maxReservedWorkers, MAX_RESERVED) &&
    (serviceLevel === "" || isWithin(serviceLevel, MAX_SERVICE_LEVEL))
  );
}

/** What is different, as parameters of the API; what is not is left to who else changes it. */
export function changes(before: Written, after: Written): Parameters {
  const asked = parametersOf(after);
  const had = parametersOf(before);
  return Object.fromEntries(Object.entries(asked).filter(([name, value]) => had[name] !== value));
}

export function parametersOf(written: Written): Parameters {
  return {
    FriendlyName: written.name.trim(),
    TargetWorkers: written.targetWorkers,
    TaskOrder: written.taskOrder,
    MaxReservedWorkers: written.maxReservedWorkers,
    ReservationActivitySid: written.reservationActivitySid ?? "",
    AssignmentActivitySid: written.assignmentActivitySid ?? "",
  };
}

function isWithin(value: number | string, most: number): boolean {
  return typeof value === "number" && Number.isInteger(value) && value >= 1 && value <= most;
}
