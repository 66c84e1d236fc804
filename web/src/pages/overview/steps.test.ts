import { expect, test } from "vitest";

import { progressOf } from "@/pages/overview/steps";

test("a new workspace has every step before it, and nothing to count", () => {
  const { steps, isEmpty } = progressOf({ queues: 0, workers: 0, workflows: 0, hadTask: false });
  expect(steps).toEqual({ queue: false, worker: false, workflow: false, task: false });
  expect(isEmpty).toBe(true);
});

test("what is done is told from what is not", () => {
  const { steps, isEmpty } = progressOf({ queues: 1, workers: 0, workflows: 1, hadTask: false });
  expect(steps).toEqual({ queue: true, worker: false, workflow: true, task: false });
  expect(isEmpty).toBe(false);
});

test("nobody is taught who has done it all", () => {
  const done = { queues: 1, workers: 1, workflows: 1, hadTask: true };
  expect(progressOf(done).steps).toBeNull();
});
