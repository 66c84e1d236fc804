// What may be done with a task as it is now.

import { Button } from "@mantine/core";
import { IconCheck, IconHourglassEmpty, IconPencil, IconTrash, IconX } from "@tabler/icons-react";
import type { Icon } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { remove } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Task } from "@/api/resources";
import { EditTaskDrawer } from "@/pages/tasks/EditTaskDrawer";
import { EndTaskModal, WORDS } from "@/pages/tasks/EndTaskModal";
import { endingsOf } from "@/pages/tasks/moves";
import type { Ending } from "@/pages/tasks/moves";
import { ConfirmModal } from "@/parts/ConfirmModal";

const ICONS: Record<Ending, Icon> = {
  canceled: IconX,
  wrapping: IconHourglassEmpty,
  completed: IconCheck,
};

export function TaskActions({ workspaceSid, task }: { workspaceSid: string; task: Task }) {
  const navigate = useNavigate();
  const [doing, setDoing] = useState<Ending | "edit" | "delete" | null>(null);
  const close = () => setDoing(null);
  const deleting = useChange({
    ask: () => remove(inWorkspace(workspaceSid, "Tasks", task.sid)),
    say: "The task was deleted",
    refresh: [[workspaceSid, "tasks", "page"]],
    showsError: true,
    onDone: () =>
      void navigate({ to: "/workspaces/$workspaceSid/tasks", params: { workspaceSid } }),
  });
  return (
    <>
      <ActionButton icon={IconPencil} onClick={() => setDoing("edit")}>
        Edit
      </ActionButton>
      {endingsOf(task).map((ending) => (
        <ActionButton key={ending} icon={ICONS[ending]} onClick={() => setDoing(ending)}>
          {WORDS[ending].verb}
        </ActionButton>
      ))}
      <ActionButton icon={IconTrash} onClick={() => setDoing("delete")}>
        Delete
      </ActionButton>
      {doing === "edit" && (
        <EditTaskDrawer workspaceSid={workspaceSid} task={task} onClose={close} />
      )}
      {doing === "delete" && (
        <ConfirmModal
          title="Delete this task?"
          verb="Delete task"
          isPending={deleting.isPending}
          error={deleting.error}
          onConfirm={() => deleting.mutate(undefined)}
          onClose={close}
        >
          The task and its reservations are gone for good; whoever has it loses it. Its events stay
          in the log.
        </ConfirmModal>
      )}
      {doing !== null && doing !== "edit" && doing !== "delete" && (
        <EndTaskModal
          workspaceSid={workspaceSid}
          taskSid={task.sid}
          ending={doing}
          onClose={close}
        />
      )}
    </>
  );
}

interface ActionProps {
  icon: Icon;
  children: string;
  onClick: () => void;
}

function ActionButton({ icon: Icon, children, onClick }: ActionProps) {
  return (
    <Button
      variant="default"
      size="xs"
      leftSection={<Icon size={16} aria-hidden />}
      onClick={onClick}
    >
      {children}
    </Button>
  );
}
