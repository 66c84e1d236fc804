// Leads to a task, called by what tells its SID apart.

import { Link } from "@tanstack/react-router";

interface Props {
  workspaceSid: string;
  taskSid: string;
}

export function TaskLink({ workspaceSid, taskSid }: Props) {
  return (
    <Link
      to="/workspaces/$workspaceSid/tasks/$taskSid"
      params={{ workspaceSid, taskSid }}
      title={taskSid}
    >
      Task …{taskSid.slice(-6)}
    </Link>
  );
}
