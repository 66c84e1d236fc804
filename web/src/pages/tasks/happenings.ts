// A task's events, and what was sent to the outside because of them, told as one story.

import type { Event, Webhook } from "@/api/resources";
import { tell } from "@/live/telling";
import type { Colour } from "@/parts/State";

/** One line of the story. */
export interface Told {
  key: string;
  at: string;
  title: string;
  detail: string;
  colour: Colour;
}

/** A list that is read page by page, the newest first. */
interface SoFar<T> {
  rows: readonly T[];
  hasMore: boolean;
}

/**
 * Both lists as one, the newest first.
 *
 * It ends where one of them ends that goes on: what lies behind would miss what is not read yet.
 */
export function interleave(events: SoFar<Event>, webhooks: SoFar<Webhook>): Told[] {
  const horizon = Math.max(
    horizonOf(events, (event) => event.event_date_ms),
    horizonOf(webhooks, (webhook) => webhook.date_created_ms),
  );
  return [
    ...events.rows.map((event) => ({ ms: event.event_date_ms, told: tellEvent(event) })),
    ...webhooks.rows.map((webhook) => ({
      ms: webhook.date_created_ms,
      told: tellWebhook(webhook),
    })),
  ]
    .filter(({ ms }) => ms >= horizon)
    .sort((one, other) => other.ms - one.ms)
    .map(({ told }) => told);
}

function horizonOf<T>(list: SoFar<T>, at: (row: T) => number): number {
  const last = list.rows.at(-1);
  return list.hasMore && last !== undefined ? at(last) : -Infinity;
}

function tellEvent(event: Event): Told {
  const { title, colour } = tell(event);
  const data = event.event_data as Record<string, string | undefined>;
  const more = DETAILS[event.event_type]?.(data);
  const detail = more === undefined ? event.event_type : `${event.event_type} · ${more}`;
  return { key: event.sid, at: event.event_date, title, detail, colour };
}

type Detail = (data: Record<string, string | undefined>) => string | undefined;

const DETAILS: Record<string, Detail> = {
  "task.created": (data) => `priority ${data.task_priority}, ${data.task_channel_unique_name}`,
  "task.updated": (data) => `priority ${data.task_priority}, ${data.task_channel_unique_name}`,
  "workflow.target-matched": (data) =>
    [data.workflow_filter_name, data.workflow_filter_expression].filter(Boolean).join(": "),
};

const RECEIVERS: Record<Webhook["kind"], string> = {
  assignment: "The assignment callback",
  event: "The event callback",
  voice: "The request to telephony",
};

const OUTCOMES: Record<Webhook["outcome"], readonly [Colour, string]> = {
  delivered: ["blue", "was answered"],
  failed: ["red", "failed"],
  "laid-aside": ["amber", "was laid aside"],
  redriven: ["blue", "was answered when it was sent again"],
};

function tellWebhook(webhook: Webhook): Told {
  const [colour, words] = OUTCOMES[webhook.outcome];
  const about = webhook.event_type === null ? "" : ` about ${webhook.event_type}`;
  return {
    key: webhook.sid,
    at: webhook.date_created,
    title: `${RECEIVERS[webhook.kind]}${about} ${words}`,
    detail: [
      `${webhook.request_method} ${webhook.request_url}`,
      webhook.response_status,
      webhook.duration_ms === null ? null : `${webhook.duration_ms} ms`,
      webhook.attempt > 1 ? `attempt ${webhook.attempt}` : null,
      webhook.replayed_sid === null ? null : "a replay",
      webhook.error,
      webhook.kind === "event" ? null : webhook.response_body,
    ]
      .filter((part) => part !== null && part !== "")
      .join(" · "),
    colour,
  };
}
