// A new workflow: its settings, and the queue that takes every task until there are filters.

import { Select } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { taskQueuesQuery } from "@/api/queries";
import type { Workflow } from "@/api/resources";
import { FormModal } from "@/parts/FormModal";

import { SettingsFields } from "./SettingsFields";
import { firstConfiguration } from "./starting";
import { createWorkflow, NEW_SETTINGS } from "./workflows";

interface Props {
  workspaceSid: string;
  onClose: () => void;
  onCreated: (workflow: Workflow) => void;
}

export function CreateWorkflow({ workspaceSid, onClose, onCreated }: Props) {
  const { data: queues } = useSuspenseQuery(taskQueuesQuery(workspaceSid));
  const [settings, setSettings] = useState(NEW_SETTINGS);
  const [queue, setQueue] = useState(queues[0]?.sid ?? null);
  const creating = useChange({
    ask: (queueSid: string) => createWorkflow(workspaceSid, settings, firstConfiguration(queueSid)),
    say: (workflow) => `The workflow ${workflow.friendly_name} was created`,
    refresh: [[workspaceSid, "workflows"]],
    showsError: true,
    onDone: onCreated,
  });
  return (
    <FormModal
      title="New workflow"
      verb="Create workflow"
      isReady={queue !== null}
      isPending={creating.isPending}
      error={creating.error}
      errorTitle="The workflow was not created"
      onSubmit={() => {
        if (queue !== null) creating.mutate(queue);
      }}
      onClose={onClose}
    >
      <SettingsFields settings={settings} onChange={setSettings} />
      <Select
        label="Default queue"
        description="Takes every task that no filter matches; at first there are no filters."
        data={queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }))}
        value={queue}
        onChange={setQueue}
        allowDeselect={false}
        searchable
        required
      />
    </FormModal>
  );
}
