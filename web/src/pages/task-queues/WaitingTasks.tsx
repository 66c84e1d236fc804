// How many tasks wait in a queue. Where there are any, it leads to them.

import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";

interface Props {
  workspaceSid: string;
  queueSid: string;
  count: number;
}

export function WaitingTasks({ workspaceSid, queueSid, count }: Props) {
  if (count === 0) return 0;
  return (
    <Anchor
      inherit
      aria-label={count === 1 ? "1 task waits" : `${count} tasks wait`}
      renderRoot={(props) => (
        <Link
          to="/workspaces/$workspaceSid/tasks"
          params={{ workspaceSid }}
          search={{ queue: queueSid, status: ["pending"] }}
          {...props}
        />
      )}
    >
      {count}
    </Anchor>
  );
}
