// What is known of a task.

import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";

import type { Task } from "@/api/resources";
import { spellDuration } from "@/live/time";
import { isOver } from "@/pages/tasks/moves";
import { Facts } from "@/parts/Facts";
import { Sid } from "@/parts/Sid";
import { TaskState } from "@/parts/State";
import { Age, When } from "@/parts/When";

export function TaskFacts({ workspaceSid, task }: { workspaceSid: string; task: Task }) {
  const facts: (readonly [string, ReactNode])[] = [
    ["Status", <TaskState key="status" status={task.assignment_status} />],
    ["Queue", task.task_queue_friendly_name ?? "–"],
    [
      "Workflow",
      task.workflow_friendly_name === null ? (
        "–"
      ) : (
        <Anchor
          key="workflow"
          renderRoot={(props) => (
            <Link
              to="/workspaces/$workspaceSid/workflows/$workflowSid"
              params={{ workspaceSid, workflowSid: task.workflow_sid }}
              {...props}
            />
          )}
        >
          {task.workflow_friendly_name}
        </Anchor>
      ),
    ],
    ["Priority", task.priority],
    ["Channel", task.task_channel_unique_name ?? "–"],
    ["Created", <When key="created" date={task.date_created} />],
    isOver(task)
      ? ["Ended", <When key="ended" date={task.date_updated} />]
      : ["Age", <Age key="age" since={task.date_created} />],
    ["Time-out", spellDuration(task.timeout)],
    ["SID", <Sid key="sid" sid={task.sid} />],
  ];
  if (task.reason !== null) facts.push(["Reason", task.reason]);
  if (task.routing_target !== null) {
    facts.push(["For", <Sid key="target" sid={task.routing_target} />]);
  }
  return <Facts facts={facts} />;
}
