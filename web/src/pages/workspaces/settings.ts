// What can be set of a workspace: as a form holds it, and as the API takes it.

import type { Parameters } from "@/api/client";
import type { Workspace } from "@/api/resources";

export interface Settings {
  name: string;
  callbackUrl: string;
  /** The types of events that are called back; none means all. */
  eventTypes: string[];
  isMultiTasking: boolean;
  queueOrder: string;
  defaultActivity: string;
  timeoutActivity: string;
}

export const NAME_LIMIT = 64;

/** How it is told wherever it can be chosen. */
export const MULTI_TASKING = {
  label: "A worker may have several tasks at once",
  description: "As many as the capacity of each channel. Otherwise one, whatever its channel.",
};

export function settingsOf(workspace: Workspace): Settings {
  return {
    name: workspace.friendly_name,
    callbackUrl: workspace.event_callback_url,
    eventTypes: (workspace.events_filter ?? "")
      .split(",")
      .map((type) => type.trim())
      .filter((type) => type !== ""),
    isMultiTasking: workspace.multi_task_enabled,
    queueOrder: workspace.prioritize_queue_order,
    defaultActivity: workspace.default_activity_sid,
    timeoutActivity: workspace.timeout_activity_sid,
  };
}

const PARAMETERS: Record<keyof Settings, string> = {
  name: "FriendlyName",
  callbackUrl: "EventCallbackUrl",
  eventTypes: "EventsFilter",
  isMultiTasking: "MultiTaskEnabled",
  queueOrder: "PrioritizeQueueOrder",
  defaultActivity: "DefaultActivitySid",
  timeoutActivity: "TimeoutActivitySid",
};

/** Only what was changed, so that what somebody else changes meanwhile stays. */
export function changesOf(before: Settings, after: Settings): Parameters {
  const names = (Object.keys(PARAMETERS) as (keyof Settings)[]).filter(
    (name) => textOf(before[name]) !== textOf(after[name]),
  );
  return Object.fromEntries(names.map((name) => [PARAMETERS[name], textOf(after[name])]));
}

function textOf(value: string | string[] | boolean): string {
  return typeof value === "string" ? value.trim() : value.toString();
}
