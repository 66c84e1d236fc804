import { expect, test } from "vitest";

import type { ReasonCount, TaskEstimate, TaskExplanation } from "@/pages/tasks/queries";
import {
  isHopeless,
  tellExplanation,
  tellPlace,
  tellReason,
  tellWait,
} from "@/pages/tasks/reasons";

function counted(reason: ReasonCount["reason"], count: number): ReasonCount {
  return { reason, count, examples: [] };
}

function explanation(...reasons: ReasonCount[]): TaskExplanation {
  const made = {
    assignment_status: "pending",
    summary: "It is assigned to Alice.",
    task_queue: { sid: "WQ", friendly_name: "Spanish" },
    older_edition: false,
    reasons,
  };
  return made as unknown as TaskExplanation;
}

function estimate(made: Partial<TaskEstimate>): TaskEstimate {
  return { basis: "model", p50_s: 60, p90_s: 200, position: 1, ...made } as TaskEstimate;
}

test("reasons agree in number", () => {
  expect(tellReason(counted("no capacity", 1))).toBe("1 worker is full");
  expect(tellReason(counted("no capacity", 2))).toBe("2 workers are full");
});

test("a waiting task is explained by what is against its workers", () => {
  expect(
    tellExplanation(explanation(counted("no capacity", 1), counted("not in the queue", 2))),
  ).toBe("It waits in Spanish: 1 worker is full and 2 workers are not admitted by the queue.");
  expect(tellExplanation(explanation())).toBe("It waits in Spanish, and there are no workers yet.");
});

test("an older edition of the workflow is mentioned", () => {
  const told = tellExplanation({ ...explanation(), older_edition: true });
  expect(told).toContain("older edition");
});

test("a task that does not wait is told of in the server's words", () => {
  expect(tellExplanation({ ...explanation(), assignment_status: "assigned" })).toBe(
    "It is assigned to Alice.",
  );
});

test("it is hopeless when only the configuration is in the way", () => {
  expect(isHopeless(explanation(counted("not in the queue", 3)))).toBe(true);
  expect(isHopeless(explanation(counted("not in the queue", 3), counted("no capacity", 1)))).toBe(
    false,
  );
  expect(isHopeless(explanation())).toBe(true);
  const assigned: TaskExplanation = { ...explanation(), assignment_status: "assigned" };
  expect(isHopeless(assigned)).toBe(false);
});

test("a place in a queue is counted in words", () => {
  const places = [1, 2, 3, 4, 11, 12, 13, 21, 102, 111].map((position) =>
    tellPlace(estimate({ position, waiting_in_queue: 200 })),
  );
  expect(places.map((place) => place.split(" ")[0])).toEqual(
    ["1st", "2nd", "3rd", "4th", "11th", "12th", "13th", "21st", "102nd", "111th"], // prettier-ignore
  );
  expect(tellPlace(estimate({ position: null, waiting_in_queue: 2 }))).toBe("–");
});

test("a wait is told with how sure it is, or not at all", () => {
  expect(tellWait(estimate({}))).toBe("About 1 min; 9 times of 10 within 3 min 20 s");
  expect(tellWait(estimate({ basis: "none", p50_s: null, p90_s: null }))).toBe("Not known yet");
});
