// What becomes of offers that wait for an answer when a worker goes where no tasks are taken.

import { ConfirmModal } from "@/parts/ConfirmModal";
import type { Activity, Worker } from "@/api/resources";
import { useMove } from "@/pages/workers/activity";

interface Props {
  workspaceSid: string;
  worker: Worker;
  activity: Activity;
  onClose: () => void;
}

export function OffersChoice({ workspaceSid, worker, activity, onClose }: Props) {
  const move = useMove(workspaceSid, { onDone: onClose, showsError: true });
  const name = worker.friendly_name;
  return (
    <ConfirmModal
      title={`${name} is being offered a task`}
      verb={`Reject it and go ${activity.friendly_name}`}
      isPending={move.isPending}
      error={move.error}
      onConfirm={() => move.mutate({ worker, activity, isRejecting: true })}
      onClose={onClose}
    >
      {activity.friendly_name} takes no tasks, so what is offered to {name} has to be answered
      first. Reject it, and it is offered to others at once. Keep it, and {name} stays{" "}
      {worker.activity_name} until it is answered.
    </ConfirmModal>
  );
}
