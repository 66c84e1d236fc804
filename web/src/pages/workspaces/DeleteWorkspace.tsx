// The end of a workspace, confirmed by typing its name.

import { useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import { workspacesQuery } from "@/api/queries";
import type { Workspace } from "@/api/resources";
import { ConfirmModal } from "@/parts/ConfirmModal";

interface Props {
  workspace: Workspace;
  onClose: () => void;
}

export function DeleteWorkspace({ workspace, onClose }: Props) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const change = useChange({
    ask: () => remove(inWorkspace(workspace.sid)),
    say: `${workspace.friendly_name} was deleted.`,
    refresh: [workspacesQuery.queryKey],
    onDone: async () => {
      await navigate({ to: "/" });
      queries.removeQueries({ queryKey: [workspace.sid] });
    },
    showsError: true,
  });
  return (
    <ConfirmModal
      title={`Delete ${workspace.friendly_name}?`}
      verb="Delete workspace"
      typed={workspace.friendly_name}
      isPending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate(undefined)}
      onClose={onClose}
    >
      Everything in it goes with it, also the tasks that wait now. Nothing of it can be brought
      back.
    </ConfirmModal>
  );
}
