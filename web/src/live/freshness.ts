// Which answers an event makes old, and reading them again, not more often than does good.

import type { QueryClient } from "@tanstack/react-query";

import type { Noun } from "@/api/nouns";
import type { Event } from "@/api/resources";
import { CALLBACKS_MS } from "@/live/callbacks";

/** What an event tells of, by the first word of its type. */
const TOLD_OF: Record<string, readonly Noun[]> = {
  activity: ["activities", "workers"],
  reservation: ["reservations", "tasks", "workers", "statistics"],
  task: ["tasks", "reservations", "workers", "statistics"],
  "task-channel": ["task-channels", "workers"],
  "task-queue": ["task-queues", "tasks", "statistics"],
  worker: ["workers", "statistics"],
  workflow: ["workflows", "tasks", "statistics"],
  workspace: ["workspace"],
};
const CONFIGURATION = /^(task-queue|workflow)\.(created|updated|deleted|expression)/;
/** Also what explains itself by the configuration: why a worker has no task, why a task waits. */
const EXPLAINED_BY_IT = ["tasks", "workers"] as const satisfies readonly Noun[];

/** What is seen follows what happens by this much at most, when reading is quick. */
const AT_LEAST_MS = 250;
/** Reading again takes at most this share of the time. */
const SHARE = 1 / 4;
/** But nothing waits longer, however long reading took: it may have waited for the network itself. */
const AT_MOST_MS = 10_000;

export function nounsOf(eventType: string): readonly Noun[] {
  const nouns = TOLD_OF[eventType.split(".")[0] ?? ""] ?? [];
  if (CONFIGURATION.test(eventType)) return [...new Set([...nouns, ...EXPLAINED_BY_IT])];
  // That a task entered a queue changes neither the queue nor the workflow.
  return nouns.filter((noun) => noun !== "task-queues" && noun !== "workflows");
}

/** Reads again what events have made old. */
export class Freshness {
  private readonly old = new Set<Noun>();
  private timer: ReturnType<typeof setTimeout> | undefined;
  private isReading = false;
  private pauseMs = AT_LEAST_MS;
  private later: ReturnType<typeof setTimeout>[] = [];

  constructor(
    private readonly queries: QueryClient,
    private readonly workspaceSid: string,
  ) {}

  notice(event: Event): void {
    for (const noun of nounsOf(event.event_type)) this.old.add(noun);
    this.old.add("events");
    this.expectCallbacks();
  }

  /** Everything may be old: something was missed. */
  noticeGap(): void {
    this.pauseMs = AT_LEAST_MS;
    void this.queries.invalidateQueries({ queryKey: [this.workspaceSid] });
  }

  /** Nobody hears any more what becomes old: whoever comes back reads it again. */
  stop(): void {
    clearTimeout(this.timer);
    this.timer = undefined;
    this.later.forEach(clearTimeout);
    this.old.clear();
    void this.queries.invalidateQueries({ queryKey: [this.workspaceSid], refetchType: "none" });
  }

  /** Whatever happens may be told to the outside; when something goes on happening, that is soon enough. */
  private expectCallbacks(): void {
    const look = () => {
      this.old.add("webhooks");
      this.arm();
    };
    look();
    this.later.forEach(clearTimeout);
    this.later = CALLBACKS_MS.map((ms) => setTimeout(look, ms));
  }

  private arm(): void {
    if (this.timer !== undefined || this.isReading || this.old.size === 0) return;
    this.timer = setTimeout(() => void this.read(), this.pauseMs);
  }

  private async read(): Promise<void> {
    this.timer = undefined;
    const nouns = [...this.old];
    this.old.clear();
    this.isReading = true;
    const begun = performance.now();
    await Promise.all(
      nouns.map((noun) => this.queries.invalidateQueries({ queryKey: [this.workspaceSid, noun] })),
    );
    const took = performance.now() - begun;
    this.pauseMs = Math.min(Math.max(AT_LEAST_MS, took * (1 / SHARE - 1)), AT_MOST_MS);
    this.isReading = false;
    this.arm();
  }
}
