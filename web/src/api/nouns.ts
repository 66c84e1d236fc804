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
  | "webhooks";
