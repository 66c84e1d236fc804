// Ends a task, and says why if there is something to say.

import { Button, Group, Modal, Stack, Text, Textarea } from "@mantine/core";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Task } from "@/api/resources";
import type { Ending } from "@/pages/tasks/moves";
import { ErrorNote } from "@/parts/ErrorNote";

interface Words {
  title: string;
  verb: string;
  about: string;
  said: string;
}

export const WORDS: Record<Ending, Words> = {
  canceled: {
    title: "Cancel this task?",
    verb: "Cancel task",
    about: "It leaves its queue, and what is being offered is taken back. It cannot be undone.",
    said: "The task was canceled",
  },
  wrapping: {
    title: "Begin the wrap-up?",
    verb: "Wrap up task",
    about: "The conversation is over; the worker still has the task until it is completed.",
    said: "The task is being wrapped up",
  },
  completed: {
    title: "Complete this task?",
    verb: "Complete task",
    about: "It is done, and its worker is free for another. It cannot be undone.",
    said: "The task was completed",
  },
};

const LONGEST_REASON = 4_096;

interface Props {
  workspaceSid: string;
  taskSid: string;
  ending: Ending;
  onClose: () => void;
}

export function EndTaskModal({ workspaceSid, taskSid, ending, onClose }: Props) {
  const [reason, setReason] = useState("");
  const words = WORDS[ending];
  const ends = useChange({
    ask: () =>
      post<Task>(inWorkspace(workspaceSid, "Tasks", taskSid), {
        AssignmentStatus: ending,
        Reason: reason.trim() === "" ? null : reason.trim(),
      }),
    say: words.said,
    refresh: [
      [workspaceSid, "tasks"],
      [workspaceSid, "reservations"],
      [workspaceSid, "statistics"],
    ],
    showsError: true,
    onDone: onClose,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={words.title}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          ends.mutate(undefined);
        }}
      >
        <Stack>
          <Text size="sm">{words.about}</Text>
          <Textarea
            data-autofocus
            label="Reason"
            description="Kept with the task and told in its event; may be left empty"
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
            maxLength={LONGEST_REASON}
            autosize
            minRows={2}
            maxRows={8}
          />
          <ErrorNote error={ends.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Leave it
            </Button>
            <Button
              type="submit"
              loading={ends.isPending}
              {...(ending === "canceled" ? { color: "red.9" } : {})}
            >
              {words.verb}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
