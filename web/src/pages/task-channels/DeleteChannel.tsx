// Deleting a task channel, which the server refuses while something needs it.

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { TaskChannel } from "@/api/resources";
import { ConfirmModal } from "@/parts/ConfirmModal";

interface Props {
  workspaceSid: string;
  channel: TaskChannel;
  onClose: () => void;
}

export function DeleteChannel({ workspaceSid, channel, onClose }: Props) {
  const deletion = useChange({
    ask: () => remove(inWorkspace(workspaceSid, "TaskChannels", channel.sid)),
    say: `${channel.friendly_name} was deleted.`,
    refresh: [
      [workspaceSid, "task-channels"],
      [workspaceSid, "workers"],
    ],
    onDone: onClose,
    showsError: true,
  });
  return (
    <ConfirmModal
      title={`Delete ${channel.friendly_name}?`}
      verb="Delete channel"
      isPending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(undefined)}
      onClose={onClose}
    >
      This cannot be taken back: every worker loses the channel, and the capacity set for it. One
      that open tasks use, or that is built in, stays.
    </ConfirmModal>
  );
}
