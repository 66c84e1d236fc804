import { expect, test } from "vitest";

import type { Event, Webhook } from "@/api/resources";
import { interleave } from "@/pages/tasks/happenings";

function event(sid: string, ms: number, type = "task.created", data: object = {}): Event {
  const made = { sid, event_type: type, event_date: "", event_date_ms: ms, event_data: data };
  return made as Event;
}

function webhook(sid: string, ms: number, more: Partial<Webhook> = {}): Webhook {
  const made = {
    sid,
    kind: "event",
    event_type: "task.created",
    outcome: "delivered",
    request_method: "POST",
    request_url: "https://example.org/",
    attempt: 1,
    error: null,
    duration_ms: 12,
    response_status: 200,
    response_body: "",
    replayed_sid: null,
    date_created: "",
    date_created_ms: ms,
    ...more,
  };
  return made as Webhook;
}

const whole = <T>(...rows: T[]) => ({ rows, hasMore: false });
const partly = <T>(...rows: T[]) => ({ rows, hasMore: true });

function keysOf(told: readonly { key: string }[]): string[] {
  return told.map(({ key }) => key);
}

test("events and callbacks are one story, the newest first", () => {
  const told = interleave(
    whole(event("E3", 30), event("E1", 10)),
    whole(webhook("W4", 40), webhook("W2", 20)),
  );
  expect(keysOf(told)).toEqual(["W4", "E3", "W2", "E1"]);
});

test("at the same moment, what happened comes above in the order it was given", () => {
  const told = interleave(whole(event("E2", 10), event("E1", 10)), whole(webhook("W", 10)));
  expect(keysOf(told)).toEqual(["E2", "E1", "W"]);
});

test("the story ends where more of one list is to be read", () => {
  const told = interleave(
    partly(event("E3", 30), event("E2", 20)),
    whole(webhook("W3", 35), webhook("W1", 10)),
  );
  expect(keysOf(told)).toEqual(["W3", "E3", "E2"]);
});

test("a matched filter is named", () => {
  const data = { workflow_filter_name: "Spanish", workflow_filter_expression: 'language == "es"' };
  const [told] = interleave(whole(event("E", 1, "workflow.target-matched", data)), whole());
  expect(told?.detail).toBe('workflow.target-matched · Spanish: language == "es"');
});

test("a failed callback says what went wrong", () => {
  const failed: Partial<Webhook> = {
    kind: "assignment",
    event_type: null,
    outcome: "failed",
    error: "Connection refused",
    response_status: null,
    attempt: 2,
  };
  const [told] = interleave(whole(), whole(webhook("W", 1, failed)));
  expect(told).toMatchObject({ title: "The assignment callback failed", colour: "red" });
  expect(told?.detail).toBe("POST https://example.org/ · 12 ms · attempt 2 · Connection refused");
});
