import { describe, expect, it } from "vitest";

import type { Explanation } from "@/pages/workers/queries";
import { headlineOf, obstaclesOf, partsOf, scopeOf } from "@/pages/workers/why";

const FREE: Explanation = {
  worker_sid: "WK1",
  friendly_name: "Alice",
  date: "2026-01-01T00:00:00Z",
  summary: "",
  activity: { sid: "WA1", friendly_name: "Idle" },
  available: true,
  channels: [
    { task_channel: "voice", available: true, configured_capacity: 1, open_reservations: 0 },
  ],
  reservations: [],
  task_queues: [
    {
      task_queue: { sid: "WQ1", friendly_name: "Support" },
      admitted: true,
      because: [],
      waiting: 0,
    },
  ],
  waiting: 0,
  looked_at: 0,
  reasons: [],
  tasks: [],
};
const HELD = { reservation_sid: "WR1", task_sid: "WT1", task_channel: "voice" };

describe("the headline", () => {
  it("says that nothing waits for who is free", () => {
    expect(headlineOf(FREE)).toBe("No task waits: the next one that fits comes to Alice.");
  });

  it("tells what is had from what is offered", () => {
    const offered = { ...HELD, reservation_status: "pending" as const };
    const accepted = { ...HELD, reservation_status: "accepted" as const };
    expect(headlineOf({ ...FREE, reservations: [offered] })).toContain("is being offered a task");
    expect(headlineOf({ ...FREE, reservations: [accepted, accepted, offered] })).toBe(
      "Alice has 2 tasks, and is being offered a task.",
    );
  });

  it("names what keeps every task away", () => {
    const away = { ...FREE, available: false, activity: { sid: "WA2", friendly_name: "Lunch" } };
    expect(headlineOf(away)).toBe("Alice is Lunch, and Lunch takes no tasks.");
    const refused = FREE.task_queues.map((queue) => ({ ...queue, admitted: false }));
    expect(headlineOf({ ...FREE, task_queues: refused })).toBe("No task queue admits Alice.");
    const off = FREE.channels.map((use) => ({ ...use, available: false }));
    expect(headlineOf({ ...FREE, channels: off })).toBe("Every channel of Alice is off.");
    expect(headlineOf({ ...FREE, task_queues: [] })).toContain("no task queues yet");
  });
});

describe("obstacles", () => {
  const verdict = {
    worker: { sid: "WK1", friendly_name: "Alice" },
    task_sid: "WT1",
    reason: "not in the queue" as const,
    detail: "Spanish admits workers with level > 2",
    because: [{ expression: "level > 2", values: { level: 1 } as never }],
    until: null,
  };

  it("come in sentences, most tasks first", () => {
    const found = obstaclesOf({
      ...FREE,
      waiting: 3,
      looked_at: 3,
      reasons: [
        { reason: "no capacity", count: 1, examples: [] },
        { reason: "not in the queue", count: 2, examples: [verdict] },
      ],
    });
    expect(found.map(({ words }) => words)).toEqual([
      "2 tasks wait in queues that do not admit Alice.",
      "One task would fit, but Alice has as many as the channel’s capacity allows.",
    ]);
    expect(found[0]?.examples).toEqual([
      {
        taskSid: "WT1",
        detail: "Spanish admits workers with level > 2 (level is 1)",
        until: null,
      },
    ]);
  });

  it("say of how many tasks they are", () => {
    expect(scopeOf({ ...FREE, waiting: 1, looked_at: 1 })).toBe("One task waits in the workspace:");
    expect(scopeOf({ ...FREE, waiting: 5_000, looked_at: 1_000 })).toBe(
      "5,000 tasks wait in the workspace; of the oldest 1,000:",
    );
  });
});

describe("false parts", () => {
  it("are shown with the values they saw", () => {
    expect(
      partsOf([
        { expression: 'languages HAS "es"', values: { languages: ["en"] } },
        { expression: "level > 2", values: { level: null } },
        { expression: "1 == 2", values: {} },
      ]),
    ).toEqual([
      'languages HAS "es" (languages is ["en"])',
      "level > 2 (there is no level)",
      "1 == 2",
    ]);
  });
});
