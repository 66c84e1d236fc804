// One queue: what is going on in it, and its settings.

import { Button, Drawer, Group, Skeleton, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { TaskQueue } from "@/api/resources";
import { DeleteQueue } from "@/pages/task-queues/DeleteQueue";
import { EditQueue } from "@/pages/task-queues/EditQueue";
import { QueueFacts } from "@/pages/task-queues/QueueFacts";
import { QueueNow } from "@/pages/task-queues/QueueNow";
import { queueSettingsQuery } from "@/pages/task-queues/queries";
import { ErrorNote } from "@/parts/ErrorNote";
import { Sid } from "@/parts/Sid";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

interface Props {
  workspaceSid: string;
  queue: TaskQueue;
  onClose: () => void;
}

export function QueueDrawer({ workspaceSid, queue, onClose }: Props) {
  const mayChange = useMay("admin");
  const { data: settings, error } = useQuery(queueSettingsQuery(workspaceSid, queue.sid));
  const [isDeleting, setDeleting] = useState(false);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={queue.friendly_name}
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack>
        <Group gap="lg" c="dimmed" fz="sm">
          <Sid sid={queue.sid} />
          <span>
            Created <When date={queue.date_created} />
          </span>
        </Group>
        <QueueNow workspaceSid={workspaceSid} queueSid={queue.sid} />
        <ErrorNote error={error} title="The settings could not be read" />
        {settings === undefined && error === null && <Skeleton height="20rem" />}
        {settings !== undefined && !mayChange && <QueueFacts {...settings} />}
        {settings !== undefined && mayChange && (
          <EditQueue
            workspaceSid={workspaceSid}
            settings={settings}
            onDone={onClose}
            others={
              <Button variant="subtle" color="red" onClick={() => setDeleting(true)}>
                Delete queue
              </Button>
            }
          />
        )}
      </Stack>
      {isDeleting && (
        <DeleteQueue
          workspaceSid={workspaceSid}
          queue={queue}
          onDeleted={onClose}
          onClose={() => setDeleting(false)}
        />
      )}
    </Drawer>
  );
}
