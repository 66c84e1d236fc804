// Links to tasks, each by what tells its SID apart.

import { LightLink } from "@/parts/LightLink";

import classes from "./TaskLink.module.css";

export function TaskLink({ workspaceSid, taskSid }: { workspaceSid: string; taskSid: string }) {
  return (
    <LightLink
      path={`/workspaces/${workspaceSid}/tasks/${taskSid}`}
      title={taskSid}
      className={classes.task}
    >
      {taskSid.slice(0, 2)}…{taskSid.slice(-6)}
    </LightLink>
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
