// Events in words, the same wherever they are told.

import type { Event } from "@/api/resources";
import type { Colour } from "@/parts/State";

type Data = Record<string, string | undefined>;

export interface Told {
  title: string;
  colour: Colour;
}

type Tell = (data: Data) => string;

const who = (data: Data) => data.worker_name ?? "A worker";
const queue = (data: Data) => data.task_queue_name ?? "a queue";

const TOLD: Record<string, readonly [Colour, Tell]> = {
  "task.created": ["amber", () => "The task was created"],
  "task.updated": ["grey", () => "The task was changed"],
  "task.canceled": ["red", (data) => `The task was canceled${because(data.task_canceled_reason)}`],
  "task.wrapup": ["violet", () => "The task is being wrapped up"],
  "task.completed": [
    "green",
    (data) => `The task was completed${because(data.task_completed_reason)}`,
  ],
  "task.deleted": ["grey", () => "The task was deleted"],
  "task.system-deleted": ["grey", () => "The task was deleted by the system"],
  "task.transfer-initiated": ["blue", () => "A transfer was begun"],
  "task.transfer-attempt-failed": ["red", () => "An attempt to transfer failed"],
  "task.transfer-failed": ["red", () => "The transfer failed"],
  "task.transfer-canceled": ["grey", () => "The transfer was canceled"],
  "task.transfer-completed": ["green", () => "The transfer was completed"],
  "task-queue.entered": ["amber", (data) => `The task entered ${queue(data)}`],
  "task-queue.timeout": ["red", (data) => `The task waited too long in ${queue(data)}`],
  "task-queue.moved": ["grey", (data) => `The task left ${queue(data)}`],
  "task-queue.created": ["grey", (data) => `The queue ${queue(data)} was created`],
  "task-queue.deleted": ["grey", (data) => `The queue ${queue(data)} was deleted`],
  "task-queue.expression.updated": ["grey", (data) => `${queue(data)} admits others now`],
  "reservation.created": ["blue", (data) => `${who(data)} was offered the task`],
  "reservation.accepted": ["green", (data) => `${who(data)} accepted`],
  "reservation.rejected": ["red", (data) => `${who(data)} rejected`],
  "reservation.timeout": ["amber", (data) => `${who(data)} did not answer in time`],
  "reservation.canceled": ["grey", (data) => `The offer to ${who(data)} was canceled`],
  "reservation.rescinded": ["grey", (data) => `The offer to ${who(data)} was taken back`],
  "reservation.wrapup": ["violet", (data) => `${who(data)} is wrapping up`],
  "reservation.completed": ["green", (data) => `${who(data)} is done`],
  "reservation.failed": ["red", (data) => `The reservation of ${who(data)} failed`],
  "worker.created": ["grey", (data) => `${who(data)} was created`],
  "worker.deleted": ["grey", (data) => `${who(data)} was deleted`],
  "worker.activity.update": [
    "blue",
    (data) => `${who(data)} is ${data.worker_activity_name ?? "elsewhere"} now`,
  ],
  "worker.attributes.update": ["grey", (data) => `The attributes of ${who(data)} were changed`],
  "worker.capacity.update": ["grey", (data) => `The capacity of ${who(data)} was changed`],
  "worker.channel.availability.update": [
    "grey",
    (data) => `A channel of ${who(data)} was opened or closed`,
  ],
  "workflow.created": ["grey", (data) => `The workflow ${data.workflow_name ?? ""} was created`],
  "workflow.updated": ["grey", (data) => `The workflow ${data.workflow_name ?? ""} was changed`],
  "workflow.deleted": ["grey", (data) => `The workflow ${data.workflow_name ?? ""} was deleted`],
  "workflow.entered": [
    "grey",
    (data) => `The task entered the workflow ${data.workflow_name ?? ""}`,
  ],
  "workflow.target-matched": ["grey", () => "A filter of the workflow matched"],
  "workflow.timeout": ["red", () => "The workflow had no more targets for the task"],
  "workflow.skipped": ["grey", () => "A target was skipped"],
};

/** An event as a sentence, with the colour of what it means. */
export function tell(event: Event): Told {
  const told = TOLD[event.event_type];
  if (told === undefined) return { title: event.description, colour: "grey" };
  const [colour, words] = told;
  return { title: words(event.event_data as Data).trim(), colour };
}

function because(reason: string | undefined): string {
  return reason === undefined || reason === "" ? "" : `: ${reason}`;
}
