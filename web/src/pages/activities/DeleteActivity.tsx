// Deleting an activity, which the server refuses while something needs it.

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Activity } from "@/api/resources";
import { ConfirmModal } from "@/parts/ConfirmModal";

interface Props {
  workspaceSid: string;
  activity: Activity;
  onClose: () => void;
}

export function DeleteActivity({ workspaceSid, activity, onClose }: Props) {
  const deletion = useChange({
    ask: () => remove(inWorkspace(workspaceSid, "Activities", activity.sid)),
    say: `${activity.friendly_name} was deleted.`,
    refresh: [
      [workspaceSid, "activities"],
      [workspaceSid, "statistics"],
    ],
    onDone: onClose,
    showsError: true,
  });
  return (
    <ConfirmModal
      title={`Delete ${activity.friendly_name}?`}
      verb="Delete activity"
      isPending={deletion.isPending}
      error={deletion.error}
      onConfirm={() => deletion.mutate(undefined)}
      onClose={onClose}
    >
      This cannot be taken back. An activity that a worker is in, or that the workspace or a queue
      uses, stays.
    </ConfirmModal>
  );
}
