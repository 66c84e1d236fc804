// Why a worker has no task, or no more of them, in plain words.

import type { components } from "@/api/schema";
import type { Explanation } from "@/pages/workers/queries";
import type { Colour } from "@/parts/State";

type Schemas = components["schemas"];
export type Reason = Schemas["ReasonCount"]["reason"];
type FalsePart = { expression: string; values: Record<string, unknown> };

/** One obstacle between the worker and some of the tasks that wait. */
export interface Obstacle {
  reason: Reason;
  count: number;
  colour: Colour;
  /** What stands between them, as a sentence. */
  words: string;
  /** What one can do about it, if anything. */
  advice: string | null;
  examples: { taskSid: string; detail: string; until: string | null }[];
}

interface Subject {
  name: string;
  activity: string;
}

type Spell = (subject: Subject, tasks: string, isOne: boolean) => string;

const SPELLED: Record<Reason, readonly [Colour, Spell, string | null]> = {
  reserved: [
    "blue",
    ({ name }, tasks, one) => `${tasks} ${one ? "is" : "are"} being offered to ${name} now.`,
    null,
  ],
  "not the routing target": [
    "grey",
    (_, tasks, one) => `${tasks} ${one ? "is" : "are"} meant for another worker alone.`,
    null,
  ],
  "not in the queue": [
    "amber",
    ({ name }, tasks, one) =>
      `${tasks} ${one ? "waits in a queue" : "wait in queues"} that ${one ? "does" : "do"} not admit ${name}.`,
    "Change the worker’s attributes, or the queue’s expression.",
  ],
  "not the known worker": [
    "grey",
    (_, tasks, one) =>
      `${tasks} ${one ? "waits" : "wait"} for a certain other worker, as the workflow’s target says.`,
    null,
  ],
  "target expression is false": [
    "amber",
    ({ name }, tasks, one) =>
      `${tasks} ${one ? "is" : "are"} at a step of the workflow that asks for somebody else than ${name}.`,
    "At a later step the workflow may ask for less; its expression or the worker’s attributes may be changed.",
  ],
  "activity is unavailable": [
    "red",
    ({ name, activity }, tasks) =>
      `${tasks} would fit, but ${name} is ${activity}, and ${activity} takes no tasks.`,
    "Change the activity to one that takes tasks.",
  ],
  "channel is off": [
    "red",
    ({ name }, tasks, one) =>
      `${tasks} would fit, but ${one ? "comes" : "come"} by a channel that is off for ${name}.`,
    "Open the channel.",
  ],
  "better task first": [
    "blue",
    ({ name }, tasks, one) =>
      `${tasks} ${one ? "comes" : "come"} after a task that is being offered to ${name}.`,
    null,
  ],
  "no capacity": [
    "amber",
    ({ name }, tasks) =>
      `${tasks} would fit, but ${name} has as many as the channel’s capacity allows.`,
    "Tasks have to be completed first, or the capacity raised.",
  ],
  "cooling down": [
    "amber",
    ({ name }, tasks, one) =>
      `${tasks} ${one ? "was" : "were"} rejected by ${name} just now, or the callback failed; ${one ? "it is" : "they are"} not offered again for a moment.`,
    null,
  ],
  "round is open": [
    "blue",
    (_, tasks, one) => `${tasks} ${one ? "is" : "are"} being offered to others first.`,
    null,
  ],
  "task is taken": [
    "grey",
    (_, tasks, one) => `${tasks} ${one ? "is" : "are"} with somebody else already.`,
    null,
  ],
  nothing: [
    "green",
    ({ name }, tasks, one) =>
      `Nothing stands between ${name} and ${one ? "" : "these "}${tasks.toLowerCase()}: the offer comes with the next change.`,
    null,
  ],
};

/** The answer in one sentence. */
export function headlineOf(explanation: Explanation): string {
  const { friendly_name: name, activity, available, reservations, task_queues } = explanation;
  const offered = reservations.filter((held) => held.reservation_status === "pending").length;
  const held = reservations.length - offered;
  if (held > 0) {
    const more = offered > 0 ? `, and is being offered ${tasksOf(offered)}` : "";
    return `${name} has ${tasksOf(held)}${more}.`;
  }
  if (offered > 0) return `${name} is being offered ${tasksOf(offered)}, and has not answered yet.`;
  if (!available) {
    const word = activity.friendly_name ?? "in an activity";
    return `${name} is ${word}, and ${word} takes no tasks.`;
  }
  if (task_queues.length === 0) return "There are no task queues yet, so nothing can come.";
  if (!task_queues.some((queue) => queue.admitted)) return `No task queue admits ${name}.`;
  if (explanation.channels.every((use) => !use.available || use.configured_capacity === 0))
    return `Every channel of ${name} is off.`;
  if (explanation.waiting === 0) return `No task waits: the next one that fits comes to ${name}.`;
  return `None of the waiting tasks can come to ${name} now.`;
}

/** Of how many waiting tasks the reasons are known. */
export function scopeOf({ waiting, looked_at }: Explanation): string {
  if (waiting === 0) return "No task waits in the workspace.";
  if (looked_at < waiting) {
    return `${count(waiting)} tasks wait in the workspace; of the oldest ${count(looked_at)}:`;
  }
  return waiting === 1
    ? "One task waits in the workspace:"
    : `${count(waiting)} tasks wait in the workspace:`;
}

/** What stands between the worker and the tasks that wait, most tasks first. */
export function obstaclesOf(explanation: Explanation): Obstacle[] {
  const subject = {
    name: explanation.friendly_name,
    activity: explanation.activity.friendly_name ?? "in an activity",
  };
  return explanation.reasons
    .map(({ reason, count: number, examples }) => {
      const [colour, spell, advice] = SPELLED[reason];
      const tasks = number === 1 ? "One task" : `${count(number)} tasks`;
      return {
        reason,
        count: number,
        colour,
        words: spell(subject, tasks, number === 1),
        advice,
        examples: examples.flatMap((verdict) =>
          verdict.task_sid === null
            ? []
            : [
                {
                  taskSid: verdict.task_sid,
                  detail: detailOf(verdict.detail, verdict.because),
                  until: verdict.until,
                },
              ],
        ),
      };
    })
    .toSorted((one, other) => other.count - one.count);
}

/** What the server says of one task; an expression that it ends with already is not said again. */
function detailOf(detail: string, because: readonly FalsePart[]): string {
  const [first, ...others] = partsOf(because);
  if (first === undefined) return detail;
  const expression = because[0]?.expression ?? "";
  if (others.length === 0 && detail.endsWith(expression)) {
    return detail + first.slice(expression.length);
  }
  return `${detail}: ${[first, ...others].join(", ")}`;
}

/** The smallest false parts of an expression, with what they saw: `level > 2 (level is 1)`. */
export function partsOf(because: readonly FalsePart[]): string[] {
  return because.map(({ expression, values }) => {
    const seen = Object.entries(values).map(([name, value]) =>
      value === null ? `there is no ${name}` : `${name} is ${JSON.stringify(value)}`,
    );
    return seen.length === 0 ? expression : `${expression} (${seen.join(", ")})`;
  });
}

function tasksOf(number: number): string {
  return number === 1 ? "a task" : `${count(number)} tasks`;
}

const NUMBER = new Intl.NumberFormat("en");

function count(number: number): string {
  return NUMBER.format(number);
}
