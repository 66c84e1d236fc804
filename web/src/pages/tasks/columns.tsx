// What the list of tasks shows of each.

import { Text } from "@mantine/core";

import type { ListedTask } from "@/api/resources";
import { summaryOf } from "@/pages/tasks/attributes";
import { isOver } from "@/pages/tasks/moves";
import type { Column } from "@/parts/DataTable";
import { LightLink } from "@/parts/LightLink";
import { TaskState } from "@/parts/State";
import { Age, When } from "@/parts/When";

/** `isWide` is whether there is room for more than what matters most. */
export function columnsOf(workspaceSid: string, isWide: boolean): readonly Column<ListedTask>[] {
  return isWide ? [...first(workspaceSid), ...FURTHER] : first(workspaceSid);
}

function first(workspaceSid: string): readonly Column<ListedTask>[] {
  return [
    {
      id: "status",
      header: "Status",
      width: "6.5rem",
      cell: (task) => <TaskState status={task.assignment_status} />,
    },
    {
      id: "task",
      header: "Task",
      width: "3fr",
      cell: (task) => (
        <LightLink path={`/workspaces/${workspaceSid}/tasks/${task.sid}`} title={task.attributes}>
          {summaryOf(task.attributes) || `Task ${task.sid.slice(-6)}`}
        </LightLink>
      ),
    },
    {
      id: "queue",
      header: "Queue",
      width: "1.5fr",
      cell: (task) => <Name>{task.task_queue_friendly_name}</Name>,
    },
    {
      id: "worker",
      header: "Worker",
      width: "1.2fr",
      cell: (task) =>
        task.worker_sid === null ? (
          "–"
        ) : (
          <LightLink path={`/workspaces/${workspaceSid}/workers/${task.worker_sid}`}>
            {task.worker_name}
          </LightLink>
        ),
    },
    {
      id: "age",
      header: "Age",
      width: "6rem",
      align: "right",
      cell: (task) => (isOver(task) ? "over" : <Age since={task.date_created} />),
    },
  ];
}

const FURTHER: readonly Column<ListedTask>[] = [
  {
    id: "priority",
    header: "Priority",
    width: "4rem",
    align: "right",
    cell: (task) => task.priority,
  },
  {
    id: "channel",
    header: "Channel",
    width: "5rem",
    cell: (task) => task.task_channel_unique_name,
  },
  {
    id: "workflow",
    header: "Workflow",
    width: "1.5fr",
    cell: (task) => <Name>{task.workflow_friendly_name}</Name>,
  },
  {
    id: "created",
    header: "Created",
    width: "7rem",
    cell: (task) => <When date={task.date_created} />,
  },
];

/** What a task was in may be gone. */
function Name({ children }: { children: string | null }) {
  return (
    <Text component="span" size="sm" title={children ?? undefined}>
      {children ?? "–"}
    </Text>
  );
}
