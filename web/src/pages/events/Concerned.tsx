// Whom and what an event is about, each leading to where it can be seen.

import { Link } from "@tanstack/react-router";

import type { Event } from "@/api/resources";
import { TaskLink } from "@/parts/TaskLink";

import classes from "./Events.module.css";

export function Concerned({ workspaceSid, event }: { workspaceSid: string; event: Event }) {
  const data = event.event_data as Record<string, string | undefined>;
  const { task_sid, worker_sid, task_queue_sid, workflow_sid } = data;
  // A reservation names its worker, and everything of a task its queue and its workflow.
  const isOfTask = task_sid !== undefined;
  return (
    <span className={classes.concerned}>
      {task_sid !== undefined && <TaskLink workspaceSid={workspaceSid} taskSid={task_sid} />}
      {worker_sid !== undefined && (
        <Link
          to="/workspaces/$workspaceSid/workers/$workerSid"
          params={{ workspaceSid, workerSid: worker_sid }}
        >
          {data.worker_name}
        </Link>
      )}
      {task_queue_sid !== undefined && worker_sid === undefined && (
        <Link to="/workspaces/$workspaceSid/task-queues" params={{ workspaceSid }}>
          {data.task_queue_name}
        </Link>
      )}
      {workflow_sid !== undefined && (!isOfTask || event.event_type.startsWith("workflow.")) && (
        <Link
          to="/workspaces/$workspaceSid/workflows/$workflowSid"
          params={{ workspaceSid, workflowSid: workflow_sid }}
        >
          {data.workflow_name}
        </Link>
      )}
    </span>
  );
}
