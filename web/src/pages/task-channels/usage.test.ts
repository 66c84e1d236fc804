import { expect, test } from "vitest";

import { usageOf } from "@/pages/task-channels/usage";

test("what is offered, with a worker or wrapped up is in work", () => {
  const counts = { pending: 5, reserved: 1, assigned: 2, wrapping: 3, completed: 7 };
  expect(usageOf(counts)).toEqual({ waiting: 5, inWork: 6 });
  expect(usageOf({})).toEqual({ waiting: 0, inWork: 0 });
});
