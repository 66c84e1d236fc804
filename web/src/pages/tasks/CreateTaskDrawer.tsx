// A new task: its attributes, from a template or as the last one's, and its terms.

import { Anchor, Drawer, NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import { workflowsQuery } from "@/api/queries";
import type { Task } from "@/api/resources";
import { spellDuration } from "@/live/time";
import { TEMPLATES } from "@/pages/tasks/attributes";
import { lastTaskQuery } from "@/pages/tasks/queries";
import { TaskTerms } from "@/pages/tasks/TaskTerms";
import type { Terms } from "@/pages/tasks/TaskTerms";
import { JsonEditor } from "@/parts/editor/JsonEditor";
import { attributesErrorOf, spread } from "@/parts/editor/json";
import { EmptyState } from "@/parts/EmptyState";
import { Form } from "@/parts/Form";

const DAY_S = 86_400;
const LONGEST_TIMEOUT_S = 14 * DAY_S;
const AS_LAST = "last";

interface Draft extends Terms {
  /** While it is none of those there are, it is the first of them. */
  workflow: string | null;
  timeout: number | string;
  attributes: string;
}

const EMPTY: Draft = {
  workflow: null,
  channel: "default",
  priority: 0,
  timeout: DAY_S,
  attributes: "{}",
};

interface Props {
  workspaceSid: string;
  onClose: () => void;
}

export function CreateTaskDrawer({ workspaceSid, onClose }: Props) {
  const navigate = useNavigate();
  const { data: workflows } = useQuery(workflowsQuery(workspaceSid));
  const { data: [last] = [] } = useQuery(lastTaskQuery(workspaceSid));
  const [template, setTemplate] = useState<string>("empty");
  const [draft, setDraft] = useState(EMPTY);
  const change = (some: Partial<Draft>) => setDraft((former) => ({ ...former, ...some }));
  const wanted = workflows?.find(({ sid }) => sid === draft.workflow);
  const workflow = (wanted ?? workflows?.[0])?.sid ?? null;
  const creating = useChange({
    ask: () =>
      post<Task>(inWorkspace(workspaceSid, "Tasks"), {
        Attributes: draft.attributes,
        WorkflowSid: workflow,
        TaskChannel: draft.channel,
        Priority: draft.priority,
        Timeout: draft.timeout,
      }),
    say: "The task was created",
    refresh: [[workspaceSid, "tasks"]],
    showsError: true,
    onDone: ({ sid }) =>
      void navigate({
        to: "/workspaces/$workspaceSid/tasks/$taskSid",
        params: { workspaceSid, taskSid: sid },
      }),
  });
  const choose = (value: string) => {
    setTemplate(value);
    if (value !== AS_LAST) {
      const chosen = TEMPLATES.find((one) => one.value === value);
      change({ attributes: JSON.stringify(chosen?.attributes ?? {}, null, 2) });
    } else if (last !== undefined) change(draftLike(last));
  };
  const attributesError = attributesErrorOf(draft.attributes);
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Create task"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {workflows?.length === 0 ? (
        <EmptyState
          title="There is no workflow yet"
          action={
            <Anchor
              renderRoot={(props) => (
                <Link
                  to="/workspaces/$workspaceSid/workflows"
                  params={{ workspaceSid }}
                  {...props}
                />
              )}
            >
              Go to the workflows
            </Anchor>
          }
        >
          A task goes through a workflow, which decides where it waits. Create one first.
        </EmptyState>
      ) : (
        <Form
          verb="Create task"
          isReady={attributesError === null && workflow !== null}
          isPending={creating.isPending}
          error={creating.error}
          errorTitle="The task was not created"
          onSubmit={() => creating.mutate(undefined)}
          onClose={onClose}
        >
          <Select
            label="Begin with"
            description="Fills in the attributes; change them as you like"
            data={[
              ...(last === undefined ? [] : [{ value: AS_LAST, label: "As the last one created" }]),
              ...TEMPLATES.map(({ value, label }) => ({ value, label })),
            ]}
            value={template}
            onChange={(value) => value !== null && choose(value)}
            allowDeselect={false}
          />
          <JsonEditor
            label="Attributes"
            description="What the task is about, as a JSON object: filters and expressions read it"
            value={draft.attributes}
            onChange={(attributes) => change({ attributes })}
            error={attributesError}
            maxHeight="40vh"
          />
          <Select
            label="Workflow"
            data={(workflows ?? []).map(({ sid, friendly_name }) => ({
              value: sid,
              label: friendly_name,
            }))}
            value={workflow}
            onChange={(sid) => change({ workflow: sid })}
            searchable
            allowDeselect={false}
            required
          />
          <TaskTerms workspaceSid={workspaceSid} terms={draft} onChange={change} />
          <NumberInput
            label="Time-out in seconds"
            description={
              typeof draft.timeout === "number"
                ? `Canceled if nobody takes it within ${spellDuration(draft.timeout)}`
                : "Canceled if nobody takes it by then"
            }
            value={draft.timeout}
            onChange={(timeout) => change({ timeout })}
            min={1}
            max={LONGEST_TIMEOUT_S}
            allowDecimal={false}
            required
          />
        </Form>
      )}
    </Drawer>
  );
}

function draftLike(task: Task): Draft {
  return {
    workflow: task.workflow_sid,
    channel: task.task_channel_unique_name ?? EMPTY.channel,
    priority: task.priority,
    timeout: task.timeout,
    attributes: spread(task.attributes),
  };
}
