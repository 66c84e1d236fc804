// Creating a queue.

import { Button, Drawer, Group, Stack } from "@mantine/core";
import { useState } from "react";

import { unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskQueue } from "@/api/resources";
import { FIELDS, QueueFields } from "@/pages/task-queues/QueueFields";
import { setServiceLevel } from "@/pages/task-queues/queries";
import { BLANK, isComplete, parametersOf } from "@/pages/task-queues/written";
import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  workspaceSid: string;
  onClose: () => void;
}

export function CreateQueue({ workspaceSid, onClose }: Props) {
  const [written, setWritten] = useState(BLANK);
  const creation = useChange({
    ask: async () => {
      const path = inWorkspace(workspaceSid, "TaskQueues");
      const queue = await post<TaskQueue>(path, parametersOf(written));
      if (typeof written.serviceLevel === "number") {
        await setServiceLevel(workspaceSid, queue.sid, written.serviceLevel);
      }
      return queue;
    },
    say: (queue) => `${queue.friendly_name} was created.`,
    refresh: [[workspaceSid, "task-queues"]],
    onDone: onClose,
    showsError: true,
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Create a task queue"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete(written)) creation.mutate(undefined);
        }}
      >
        <Stack>
          <QueueFields
            workspaceSid={workspaceSid}
            value={written}
            onChange={setWritten}
            error={creation.error}
          />
          <ErrorNote error={unlessSaid(creation.error, FIELDS)} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={creation.isPending} disabled={!isComplete(written)}>
              Create queue
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
