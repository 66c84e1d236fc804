// The settings of a queue, for who may not change them.

import { Code } from "@mantine/core";

import type { QueueSettings } from "@/pages/task-queues/queries";
import { Facts } from "@/parts/Facts";
import { spellDuration } from "@/live/time";

export function QueueFacts({ queue, serviceLevel }: QueueSettings) {
  return (
    <Facts
      facts={[
        ["For workers with", <Code key="code">{queue.target_workers ?? ""}</Code>],
        ["Order", queue.task_order === "LIFO" ? "Newest first" : "Oldest first"],
        ["Offered to at once", queue.max_reserved_workers],
        ["Service level target", spellDuration(serviceLevel)],
        ["Activity when reserved", queue.reservation_activity_name ?? "Stays as it is"],
        ["Activity when assigned", queue.assignment_activity_name ?? "Stays as it is"],
      ]}
    />
  );
}
