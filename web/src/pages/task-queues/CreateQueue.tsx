// Creating a queue.

import { Drawer, Text } from "@mantine/core";
import { useState } from "react";

import { unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskQueue } from "@/api/resources";
import { FIELDS, QueueFields } from "@/pages/task-queues/QueueFields";
import { setServiceLevel } from "@/pages/task-queues/queries";
import { BLANK, changes, isComplete, parametersOf } from "@/pages/task-queues/written";
import type { Written } from "@/pages/task-queues/written";
import { Form } from "@/parts/Form";

interface Props {
  workspaceSid: string;
  onClose: () => void;
}

interface Created {
  queue: TaskQueue;
  as: Written;
}

/** Two requests create it; when the second fails, it is the only one that is made again. */
export function CreateQueue({ workspaceSid, onClose }: Props) {
  const [written, setWritten] = useState(BLANK);
  const [created, setCreated] = useState<Created | null>(null);
  /** Creates the queue; when that has been done, sends what was written differently since. */
  const settle = async (): Promise<TaskQueue> => {
    const asked = created === null ? parametersOf(written) : changes(created.as, written);
    if (created !== null && Object.keys(asked).length === 0) return created.queue;
    const below = created === null ? [] : [created.queue.sid];
    const queue = await post<TaskQueue>(inWorkspace(workspaceSid, "TaskQueues", ...below), asked);
    setCreated({ queue, as: written });
    return queue;
  };
  const creation = useChange({
    ask: async () => {
      const queue = await settle();
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
      <Form
        verb={created === null ? "Create queue" : "Save queue"}
        leave={created === null ? "Cancel" : "Close"}
        isReady={isComplete(written)}
        isPending={creation.isPending}
        error={unlessSaid(creation.error, FIELDS)}
        onSubmit={() => creation.mutate(undefined)}
        onClose={onClose}
      >
        <QueueFields
          workspaceSid={workspaceSid}
          value={written}
          onChange={setWritten}
          error={creation.error}
        />
        {created !== null && creation.isError && (
          <Text size="sm" role="status">
            The queue was created; only its service level could not be set. Try that again, or close
            this.
          </Text>
        )}
      </Form>
    </Drawer>
  );
}
