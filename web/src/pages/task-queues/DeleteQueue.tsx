// Deleting a queue, which the server refuses while something needs it.

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskQueue } from "@/api/resources";
import { ConfirmModal } from "@/parts/ConfirmModal";

interface Props {
  workspaceSid: string;
  queue: TaskQueue;
  onDeleted: () => void;
  onClose: () => void;
}

export function DeleteQueue({ workspaceSid, queue, onDeleted, onClose }: Props) {
  const deletion = useChange({
    ask: () => remove(inWorkspace(workspaceSid, "TaskQueues", queue.sid)),
    say: `${queue.friendly_name} was deleted.`,
    refresh: [[workspaceSid, "task-queues"]],
    onDone: onDeleted,
    showsError: true,
  });
  return (
    <ConfirmModal
      title={`Delete ${queue.friendly_name}?`}
      verb="Delete queue"
      isPending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(undefined)}
      onClose={onClose}
    >
      This cannot be taken back. A queue that has open tasks in it, or that a workflow refers to,
      stays.
    </ConfirmModal>
  );
}
