// Links to tasks, each by what tells its SID apart.

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

const TASK = /(WT[0-9a-f]{32})/;

/** Text of the server's, in which tasks are links. */
export function LinkedTasks({ workspaceSid, text }: { workspaceSid: string; text: string }) {
  return text
    .split(TASK)
    .map((part, index) =>
      index % 2 === 0 ? part : <TaskLink key={index} workspaceSid={workspaceSid} taskSid={part} />,
    );
}
