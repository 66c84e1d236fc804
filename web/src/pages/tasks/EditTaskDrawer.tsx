// Changes what a task is about, and its terms. Only what was changed is sent.

import { Drawer, Text } from "@mantine/core";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Task } from "@/api/resources";
import { isWaiting } from "@/pages/tasks/moves";
import { TaskTerms } from "@/pages/tasks/TaskTerms";
import type { Terms } from "@/pages/tasks/TaskTerms";
import { ChangedMeanwhile } from "@/parts/ChangedMeanwhile";
import { JsonEditor } from "@/parts/editor/JsonEditor";
import { attributesErrorOf, spread } from "@/parts/editor/json";
import { Form } from "@/parts/Form";
import { clashes, taking } from "@/parts/meanwhile";

interface Draft extends Terms {
  attributes: string;
}

interface Props {
  workspaceSid: string;
  task: Task;
  onClose: () => void;
}

export function EditTaskDrawer({ workspaceSid, task, onClose }: Props) {
  /** As it was when the editing began: the task may change meanwhile. */
  const [former, setFormer] = useState(() => draftOf(task));
  const [draft, setDraft] = useState(former);
  const change = (some: Partial<Draft>) => setDraft((one) => ({ ...one, ...some }));
  const attributesError = attributesErrorOf(draft.attributes);
  const saving = useChange({
    ask: () =>
      post<Task>(inWorkspace(workspaceSid, "Tasks", task.sid), {
        Attributes: draft.attributes === former.attributes ? null : draft.attributes,
        Priority: draft.priority === former.priority ? null : draft.priority,
        TaskChannel: draft.channel === former.channel ? null : draft.channel,
      }),
    say: "The task was changed",
    refresh: [
      [workspaceSid, "tasks"],
      [workspaceSid, "statistics"],
    ],
    showsError: true,
    onDone: onClose,
  });
  const theirs = draftOf(task);
  const clashing = saving.isPending ? [] : clashes(former, draft, theirs);
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Edit task"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Form
        verb="Save changes"
        isReady={attributesError === null}
        isPending={saving.isPending}
        error={saving.error}
        errorTitle="The task was not changed"
        onSubmit={() => saving.mutate(undefined)}
        onClose={onClose}
      >
        <JsonEditor
          label="Attributes"
          description="What the task is about, as a JSON object: filters and expressions read it"
          value={draft.attributes}
          onChange={(attributes) => change({ attributes })}
          error={attributesError}
        />
        <TaskTerms workspaceSid={workspaceSid} terms={draft} onChange={change} />
        {isWaiting(task) && (
          <Text size="sm" c="dimmed">
            Other attributes may send the waiting task to another filter of its workflow.
          </Text>
        )}
        <ChangedMeanwhile
          fields={clashing}
          onTakeTheirs={() => {
            setFormer(taking(former, theirs, clashing));
            change(taking(draft, theirs, clashing));
          }}
        />
      </Form>
    </Drawer>
  );
}

function draftOf(task: Task): Draft {
  return {
    channel: task.task_channel_unique_name ?? "",
    priority: task.priority,
    attributes: spread(task.attributes),
  };
}
