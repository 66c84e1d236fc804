// Creating a worker: who it is, what to begin with, and what the worker can do.

import { Select } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import { activitiesQuery, workspaceQuery } from "@/api/queries";
import type { Worker } from "@/api/resources";
import { isWritten, WorkerFields } from "@/pages/workers/WorkerFields";
import type { Written } from "@/pages/workers/WorkerFields";
import { FormModal } from "@/parts/FormModal";

interface Props {
  workspaceSid: string;
  onClose: () => void;
}

const BLANK: Written = { name: "", attributes: "{}" };

export function CreateWorker({ workspaceSid, onClose }: Props) {
  const { data: workspace } = useSuspenseQuery(workspaceQuery(workspaceSid));
  const { data: activities } = useSuspenseQuery(activitiesQuery(workspaceSid));
  const [written, setWritten] = useState(BLANK);
  const [activitySid, setActivitySid] = useState<string | null>(workspace.default_activity_sid);
  const creation = useChange({
    ask: () =>
      post<Worker>(inWorkspace(workspaceSid, "Workers"), {
        FriendlyName: written.name.trim(),
        Attributes: written.attributes,
        ActivitySid: activitySid,
      }),
    say: (worker) => `${worker.friendly_name} was created.`,
    refresh: [
      [workspaceSid, "workers"],
      [workspaceSid, "statistics"],
    ],
    onDone: onClose,
    showsError: true,
  });
  return (
    <FormModal
      title="Create a worker"
      verb="Create worker"
      size="lg"
      isReady={isWritten(written)}
      isPending={creation.isPending}
      error={creation.error}
      onSubmit={() => creation.mutate(undefined)}
      onClose={onClose}
    >
      <WorkerFields value={written} onChange={setWritten} />
      <Select
        label="Activity"
        description="What the worker does at first. Only some activities take tasks."
        data={activities.map(({ sid, friendly_name, available }) => ({
          value: sid,
          label: `${friendly_name} (${available ? "takes tasks" : "takes no tasks"})`,
        }))}
        value={activitySid}
        onChange={setActivitySid}
        allowDeselect={false}
      />
    </FormModal>
  );
}
