// Why a worker does not get a task, in plain words.

import { spellDuration } from "@/live/time";
import type { Reason, ReasonCount, TaskEstimate, TaskExplanation } from "@/pages/tasks/queries";
import type { Colour } from "@/parts/State";

interface Words {
  /** After "2 workers": what they have in common. */
  several: string;
  one: string;
  colour: Colour;
  /** What would change it. */
  remedy: string;
}

const WORDS: Record<Reason, Words> = {
  reserved: {
    several: "have it, or are being offered it",
    one: "has it, or is being offered it",
    colour: "blue",
    remedy: "Nothing is in the way.",
  },
  "not the routing target": {
    several: "are not the one whom the task is for",
    one: "is not the one whom the task is for",
    colour: "grey",
    remedy: "The task was created for one worker alone.",
  },
  "not in the queue": {
    several: "are not admitted by the queue",
    one: "is not admitted by the queue",
    colour: "grey",
    remedy: "The queue's expression is false for them: change it, or the workers' attributes.",
  },
  "not the known worker": {
    several: "are not the worker whom the task knows",
    one: "is not the worker whom the task knows",
    colour: "grey",
    remedy: "The workflow's target wants a known worker first.",
  },
  "target expression is false": {
    several: "do not fit what the workflow wants at this step",
    one: "does not fit what the workflow wants at this step",
    colour: "grey",
    remedy: "The target's expression is false for them; the next step may want less.",
  },
  "activity is unavailable": {
    several: "are not available",
    one: "is not available",
    colour: "amber",
    remedy: "They get tasks again when they change to an available activity.",
  },
  "channel is off": {
    several: "have this channel switched off",
    one: "has this channel switched off",
    colour: "amber",
    remedy: "Switch the channel on, on the worker's page.",
  },
  "better task first": {
    several: "are being offered a task that comes before this one",
    one: "is being offered a task that comes before this one",
    colour: "amber",
    remedy: "Their turn comes when that offer ends.",
  },
  "no capacity": {
    several: "are full",
    one: "is full",
    colour: "amber",
    remedy: "They get the next task when one of theirs ends, or with more capacity.",
  },
  "cooling down": {
    several: "have just rejected it, or could not be told",
    one: "has just rejected it, or could not be told",
    colour: "amber",
    remedy: "It is offered to them again after a pause.",
  },
  "round is open": {
    several: "could take it, but it is being offered to others",
    one: "could take it, but it is being offered to others",
    colour: "blue",
    remedy: "The queue offers a task to so many workers at once, and no more.",
  },
  "task is taken": {
    several: "could have taken it",
    one: "could have taken it",
    colour: "green",
    remedy: "Somebody else has it.",
  },
  nothing: {
    several: "can take it",
    one: "can take it",
    colour: "green",
    remedy: "The offer is made at the next change of anything.",
  },
};

/** "2 workers are full". */
export function tellReason({ reason, count }: ReasonCount): string {
  const words = WORDS[reason];
  return count === 1 ? `1 worker ${words.one}` : `${count} workers ${words.several}`;
}

export function remedyOf(reason: Reason): string {
  return WORDS[reason].remedy;
}

export function colourOf(reason: Reason): Colour {
  return WORDS[reason].colour;
}

/** Why a task is where it is, in a sentence or two. */
export function tellExplanation(explanation: TaskExplanation): string {
  if (explanation.assignment_status !== "pending") return explanation.summary;
  const queue = explanation.task_queue.friendly_name ?? "a queue";
  const { reasons } = explanation;
  const total = reasons.reduce((sum, { count }) => sum + count, 0);
  const older = explanation.older_edition
    ? " It walks an older edition of its workflow, the one it entered with."
    : "";
  if (total === 0) return `It waits in ${queue}, and there are no workers yet.${older}`;
  const told = reasons.map(tellReason);
  const list = told.length < 3 ? told.join(" and ") : listOf(told);
  return `It waits in ${queue}: ${list}.${older}`;
}

function listOf(parts: readonly string[]): string {
  return `${parts.slice(0, -1).join(", ")}, and ${parts.at(-1) ?? ""}`;
}

/** Whether no worker there is would ever get the task, whatever they do: the configuration is why. */
export function isHopeless({ assignment_status, reasons }: TaskExplanation): boolean {
  const never: readonly Reason[] = [
    "not the routing target",
    "not in the queue",
    "not the known worker",
    "target expression is false",
  ];
  return assignment_status === "pending" && reasons.every(({ reason }) => never.includes(reason));
}

/** A place in the queue: "2nd of 5". */
export function tellPlace({ position, waiting_in_queue: waiting }: TaskEstimate): string {
  return position === null ? "–" : `${ordinal(position)} of ${waiting}`;
}

function ordinal(number: number): string {
  const isTeen = Math.floor(number / 10) % 10 === 1;
  const suffix = isTeen ? undefined : (["th", "st", "nd", "rd"] as const)[number % 10];
  return `${number}${suffix ?? "th"}`;
}

/** How much longer it will wait. */
export function tellWait({ basis, p50_s, p90_s }: TaskEstimate): string {
  if (basis === "none" || p50_s === null || p90_s === null) return "Not known yet";
  return `About ${spellDuration(p50_s)}; 9 times of 10 within ${spellDuration(p90_s)}`;
}
