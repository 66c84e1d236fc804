// Deleting a worker, or what stands against it.

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import type { Worker } from "@/api/resources";
import { openReservationsQuery, workerPath, workerQuery } from "@/pages/workers/queries";
import { ConfirmModal } from "@/parts/ConfirmModal";

interface Props {
  workspaceSid: string;
  worker: Worker;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteWorker({ workspaceSid, worker, onClose, onDeleted }: Props) {
  const { data: present = worker } = useQuery(workerQuery(workspaceSid, worker.sid));
  const { data: open = [] } = useQuery(openReservationsQuery(workspaceSid, worker.sid));
  const deletion = useChange({
    ask: () => remove(workerPath(workspaceSid, worker.sid)),
    say: `${worker.friendly_name} was deleted.`,
    refresh: [
      [workspaceSid, "workers", "page"],
      [workspaceSid, "statistics"],
    ],
    onDone: onDeleted,
    showsError: true,
  });
  const obstacle = obstacleOf(present, open.length);
  if (obstacle !== null && !deletion.isSuccess) {
    return (
      <Modal
        opened
        onClose={onClose}
        title={`${worker.friendly_name} cannot be deleted now`}
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          <Text size="sm">{obstacle}</Text>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Close
            </Button>
          </Group>
        </Stack>
      </Modal>
    );
  }
  return (
    <ConfirmModal
      title={`Delete ${worker.friendly_name}?`}
      verb="Delete worker"
      isPending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(undefined)}
      onClose={onClose}
    >
      The worker is gone for good, and so are the attributes and the channels. The events that tell
      of {worker.friendly_name} stay.
    </ConfirmModal>
  );
}

function obstacleOf(worker: Worker, open: number): string | null {
  const name = worker.friendly_name;
  if (open > 0) {
    const tasks = open === 1 ? "a task" : `${open} tasks`;
    return `${name} has ${tasks}, or is being offered them. Have them completed first.`;
  }
  if (worker.available) {
    return `${name} is ${worker.activity_name}, where tasks may come at any moment. Change the activity to one that takes no tasks first.`;
  }
  return null;
}
