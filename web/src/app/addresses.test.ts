import { expect, test } from "vitest";

import { readEventsSearch } from "@/pages/events/search";
import { readOverviewSearch } from "@/pages/overview/search";
import { readQueuesSearch } from "@/pages/task-queues/search";
import { readTasksSearch } from "@/pages/tasks/search";
import { readWebhooksSearch } from "@/pages/webhooks/search";
import { readFilters } from "@/pages/workers/filters";
import { readWorkflowSearch } from "@/pages/workflows/search";

const READERS = {
  events: [readEventsSearch, "type task worker queue workflow reservation window from to event"],
  overview: [readOverviewSearch, "sort"],
  queues: [readQueuesSearch, "search queue"],
  tasks: [readTasksSearch, "search status queue workflow priority minAge maxAge expression order"],
  webhooks: [
    readWebhooksSearch,
    "tab kind outcome type task event reservation level code webhook alert",
  ],
  workers: [readFilters, "search activity available queue expression order"],
  workflow: [readWorkflowSearch, "at view"],
} as const;

test.each(Object.entries(READERS))("nonsense in an address of %s reaches no page", (_, page) => {
  const [read, names] = page;
  for (const nonsense of [{}, ["?"], null]) {
    const search = Object.fromEntries(names.split(" ").map((name) => [name, nonsense]));
    // As the router does: what is read goes over what the address says.
    const seen = { ...search, ...read(search) };
    expect(Object.values<unknown>(seen).filter((value) => value !== undefined)).toEqual([]);
  }
});
