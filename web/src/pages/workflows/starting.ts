// What a new workflow starts with.

/** Every task goes to one queue: valid, and something to go on from. */
export function firstConfiguration(queueSid: string): string {
  return JSON.stringify(
    { task_routing: { filters: [], default_filter: { queue: queueSid } } },
    null,
    2,
  );
}
