// A link to a task, by what tells its SID apart.

import { Link } from "@tanstack/react-router";

export function TaskLink({ workspaceSid, taskSid }: { workspaceSid: string; taskSid: string }) {
  return (
    <Link
      to="/workspaces/$workspaceSid/tasks/$taskSid"
      params={{ workspaceSid, taskSid }}
      title={taskSid}
      preload={false}
      style={{ fontFamily: "var(--mantine-font-family-monospace)", fontSize: "0.92em" }}
    >
      {taskSid.slice(0, 2)}…{taskSid.slice(-6)}
    </Link>
  );
}
