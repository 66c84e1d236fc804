import { expect, test } from "vitest";

import type { Workspace } from "@/api/resources";
import { changesOf, settingsOf } from "@/pages/workspaces/settings";

const told: Partial<Workspace> = {
  friendly_name: "Support",
  event_callback_url: "",
  events_filter: "task.created, task.canceled,",
  multi_task_enabled: true,
  prioritize_queue_order: "FIFO",
  default_activity_sid: "WA1",
  timeout_activity_sid: "WA1",
};
const SETTINGS = settingsOf(told as Workspace);

test("a filter is a list of types, and none of them is empty", () => {
  expect(SETTINGS.eventTypes).toEqual(["task.created", "task.canceled"]);
  expect(settingsOf({ ...told, events_filter: null } as Workspace).eventTypes).toEqual([]);
});

test("only what was changed is sent", () => {
  expect(changesOf(SETTINGS, { ...SETTINGS })).toEqual({});
  const renamed = { ...SETTINGS, name: " Help ", isMultiTasking: false };
  expect(changesOf(SETTINGS, renamed)).toEqual({
    FriendlyName: "Help",
    MultiTaskEnabled: "false",
  });
});

test("a filter is sent as the API takes it, and emptied by an empty one", () => {
  const more = { ...SETTINGS, eventTypes: ["task.created", "worker.created"] };
  expect(changesOf(SETTINGS, more)).toEqual({ EventsFilter: "task.created,worker.created" });
  expect(changesOf(SETTINGS, { ...SETTINGS, eventTypes: [] })).toEqual({ EventsFilter: "" });
});
