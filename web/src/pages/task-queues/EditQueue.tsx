// Changing a queue. Only what was changed is sent.

import { Button, Group, Stack } from "@mantine/core";
import { useState } from "react";
import type { ReactNode } from "react";

import { unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskQueue } from "@/api/resources";
import { FIELDS, QueueFields } from "@/pages/task-queues/QueueFields";
import { setServiceLevel } from "@/pages/task-queues/queries";
import type { QueueSettings } from "@/pages/task-queues/queries";
import { changes, isComplete, writtenOf } from "@/pages/task-queues/written";
import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  workspaceSid: string;
  settings: QueueSettings;
  /** What else can be done with the queue. */
  others: ReactNode;
  onDone: () => void;
}

export function EditQueue({ workspaceSid, settings, others, onDone }: Props) {
  const { queue } = settings;
  // What others change meanwhile does not change what is being written.
  const [before] = useState(() => writtenOf(settings));
  const [written, setWritten] = useState(before);
  const changed = changes(before, written);
  const level = written.serviceLevel;
  const isOtherLevel = typeof level === "number" && level !== before.serviceLevel;
  const isChanged = isOtherLevel || Object.keys(changed).length > 0;
  const change = useChange({
    ask: async () => {
      if (Object.keys(changed).length > 0) {
        const path = inWorkspace(workspaceSid, "TaskQueues", queue.sid);
        await post<TaskQueue>(path, changed);
      }
      if (isOtherLevel) await setServiceLevel(workspaceSid, queue.sid, level);
    },
    say: `${written.name.trim()} was saved.`,
    refresh: [
      [workspaceSid, "task-queues"],
      [workspaceSid, "statistics"],
    ],
    onDone,
    showsError: true,
  });
  const isReady = isChanged && isComplete(written);
  return (
    <form
      aria-label={`Settings of ${queue.friendly_name}`}
      onSubmit={(event) => {
        event.preventDefault();
        if (isReady) change.mutate(undefined);
      }}
    >
      <Stack>
        <QueueFields
          workspaceSid={workspaceSid}
          value={written}
          onChange={setWritten}
          error={change.error}
        />
        <ErrorNote error={unlessSaid(change.error, FIELDS)} />
        <Group justify="space-between">
          {others}
          <Button type="submit" loading={change.isPending} disabled={!isReady}>
            Save changes
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
