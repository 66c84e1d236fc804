// Creating a workspace: what it is called, what is in it at first, and how much a worker takes on.

import { Radio, Stack, Switch, TextInput } from "@mantine/core";
import { useState } from "react";

import { saidOf, unlessSaid } from "@/api/blame";
import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { WORKSPACES } from "@/api/paths";
import { workspacesQuery } from "@/api/queries";
import type { Workspace } from "@/api/resources";
import { MULTI_TASKING, NAME_LIMIT } from "@/pages/workspaces/settings";
import { FormModal } from "@/parts/FormModal";

interface Props {
  onClose: () => void;
  onCreated: (workspaceSid: string) => void;
}

const TEMPLATES = [
  {
    value: "NONE",
    label: "Empty",
    description: "Activities and channels only. Queues and workflows are yours to create.",
  },
  {
    value: "FIFO",
    label: "First in, first out",
    description:
      "With a queue that every worker serves, and a workflow that leads all tasks to it.",
  },
] as const;

export function CreateWorkspace({ onClose, onCreated }: Props) {
  const [name, setName] = useState("");
  const [template, setTemplate] = useState<string>("NONE");
  const [isMultiTasking, setMultiTasking] = useState(true);
  const change = useChange({
    ask: () =>
      post<Workspace>(WORKSPACES, {
        FriendlyName: name.trim(),
        Template: template,
        MultiTaskEnabled: isMultiTasking,
      }),
    say: ({ friendly_name }) => `${friendly_name} was created.`,
    refresh: [workspacesQuery.queryKey],
    onDone: ({ sid }) => onCreated(sid),
    showsError: true,
  });
  const isReady = name.trim() !== "";
  return (
    <FormModal
      title="Create a workspace"
      verb="Create workspace"
      isReady={isReady}
      isPending={change.isPending}
      error={unlessSaid(change.error, ["FriendlyName"])}
      onSubmit={() => change.mutate(undefined)}
      onClose={onClose}
    >
      <TextInput
        label="Name"
        description="Such as a team, a customer, or a stage: Support, Staging."
        value={name}
        required
        data-autofocus
        maxLength={NAME_LIMIT}
        autoComplete="off"
        error={saidOf(change.error, "FriendlyName")}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Radio.Group label="Begin with" value={template} onChange={setTemplate}>
        <Stack gap="xs" mt="xs">
          {TEMPLATES.map((one) => (
            <Radio key={one.value} {...one} />
          ))}
        </Stack>
      </Radio.Group>
      <Switch
        {...MULTI_TASKING}
        checked={isMultiTasking}
        onChange={(event) => setMultiTasking(event.currentTarget.checked)}
      />
    </FormModal>
  );
}
