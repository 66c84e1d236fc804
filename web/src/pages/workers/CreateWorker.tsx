// Creating a worker: who it is, what to begin with, and what the worker can do.

import { Button, Group, Modal, Select, Stack } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import { activitiesQuery, workspaceQuery } from "@/api/queries";
import type { Worker } from "@/api/resources";
import { isWritten, WorkerFields } from "@/pages/workers/WorkerFields";
import type { Written } from "@/pages/workers/WorkerFields";
import { ErrorNote } from "@/parts/ErrorNote";

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
    <Modal
      opened
      onClose={onClose}
      title="Create a worker"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWritten(written)) creation.mutate(undefined);
        }}
      >
        <Stack>
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
          <ErrorNote error={creation.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={creation.isPending} disabled={!isWritten(written)}>
              Create worker
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
