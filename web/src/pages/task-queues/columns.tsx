// The columns of the table of queues.

import { Anchor, Code } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { TaskQueue } from "@/api/resources";
import { FigureCell } from "@/pages/task-queues/FigureCell";
import { waiting } from "@/pages/task-queues/figures";
import type { QueueFigures } from "@/pages/task-queues/figures";
import { WaitingTasks } from "@/pages/task-queues/WaitingTasks";
import type { Column } from "@/parts/DataTable";
import { Age } from "@/parts/When";

/** `companions` says with which others the figures of a queue are asked for. */
export function columnsOf(
  workspaceSid: string,
  companions: ReadonlyMap<string, readonly string[]>,
): Column<TaskQueue>[] {
  const figure = (
    id: string,
    header: string,
    width: string,
    show: (figures: QueueFigures) => ReactNode,
  ): Column<TaskQueue> => ({
    id,
    header,
    width,
    align: "right",
    cell: ({ sid }) => (
      <FigureCell
        workspaceSid={workspaceSid}
        queueSid={sid}
        together={companions.get(sid) ?? [sid]}
        show={show}
      />
    ),
  });
  return [
    {
      id: "name",
      header: "Queue",
      width: "2fr",
      cell: ({ sid, friendly_name }) => (
        <Anchor
          size="sm"
          fw={600}
          renderRoot={(props) => (
            <Link
              from="/workspaces/$workspaceSid/task-queues"
              to="."
              search={(before) => ({ ...before, queue: sid })}
              {...props}
            />
          )}
        >
          {friendly_name}
        </Anchor>
      ),
    },
    {
      id: "targetWorkers",
      header: "For workers with",
      width: "3fr",
      cell: ({ target_workers }) => (
        <Code bg="transparent" p={0} title={target_workers ?? ""}>
          {target_workers ?? "–"}
        </Code>
      ),
    },
    figure("waiting", "Waiting", "4.5rem", (figures) => (
      <WaitingTasks
        workspaceSid={workspaceSid}
        queueSid={figures.task_queue_sid}
        count={waiting(figures)}
      />
    )),
    figure("oldest", "Oldest", "6.5rem", ({ waiting_since }) => <Age since={waiting_since} />),
    figure(
      "eligible",
      "Eligible",
      "4.5rem",
      ({ total_eligible_workers }) => total_eligible_workers,
    ),
    figure(
      "available",
      "Available",
      "5rem",
      ({ total_available_workers }) => total_available_workers,
    ),
  ];
}
