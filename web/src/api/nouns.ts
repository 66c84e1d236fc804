// What of a workspace is read again together.

/** What queries are about, and what events tell of. */
export type Noun =
  | "workspace"
  | "activities"
  | "task-channels"
  | "workers"
  | "task-queues"
  | "workflows"
  | "tasks"
  | "reservations"
  | "statistics"
  | "events"
  /** The whole log: who reads it adds what happens from the stream, and nothing makes it old but a gap. */
  | "event-log"
  | "webhooks";
