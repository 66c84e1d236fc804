// Who has waited longest, as a moment from which on it can be counted.

export interface LongestWait {
  taskSid: string;
  /** ISO 8601, by this machine's clock: ages are right also when the server's is another. */
  since: string;
}

interface Told {
  longest_task_waiting_age: number;
  longest_task_waiting_sid: string | null;
}

/** Ages come in whole seconds and take some time to come: what differs by less is the same. */
const BLUR_MS = 2_000;

/** Null if nobody waits. What was told `before` of the same task is kept, so that it counts calmly. */
export function longestWaitOf(
  { longest_task_waiting_age: ageS, longest_task_waiting_sid: taskSid }: Told,
  before: LongestWait | null | undefined,
  now: number = Date.now(),
): LongestWait | null {
  if (taskSid === null) return null;
  const since = now - ageS * 1_000;
  const isSame =
    before?.taskSid === taskSid && Math.abs(Date.parse(before.since) - since) < BLUR_MS;
  return isSame ? before : { taskSid, since: new Date(since).toISOString() };
}
