// Deletes a workflow, once that is confirmed.

import { useChange } from "@/api/changing";
import type { Workflow } from "@/api/resources";
import { ConfirmModal } from "@/parts/ConfirmModal";

import { deleteWorkflow } from "./workflows";

interface Props {
  workflow: Workflow;
  onClose: () => void;
  onDeleted: () => void;
}

export function DeleteWorkflow({ workflow, onClose, onDeleted }: Props) {
  const deleting = useChange({
    ask: () => deleteWorkflow(workflow),
    say: `The workflow ${workflow.friendly_name} was deleted`,
    refresh: [[workflow.workspace_sid, "workflows", "all"]],
    showsError: true,
    onDone: onDeleted,
  });
  return (
    <ConfirmModal
      title={`Delete ${workflow.friendly_name}?`}
      verb="Delete workflow"
      typed={workflow.friendly_name}
      isPending={deleting.isPending}
      error={deleting.error}
      onConfirm={() => deleting.mutate(undefined)}
      onClose={onClose}
    >
      Its filters and targets are gone with it, and tasks cannot be created for it any more. A
      workflow that still has open tasks is not deleted.
    </ConfirmModal>
  );
}
