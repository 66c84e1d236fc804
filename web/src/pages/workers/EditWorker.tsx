// Changing a worker's name and attributes. Only what was changed is sent.

import { Alert, Button, Group, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import type { Worker } from "@/api/resources";
import { workerPath, workerQuery } from "@/pages/workers/queries";
import { isWritten, WorkerFields } from "@/pages/workers/WorkerFields";
import { spread } from "@/parts/editor/json";
import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  workspaceSid: string;
  worker: Worker;
  onClose: () => void;
}

export function EditWorker({ workspaceSid, worker, onClose }: Props) {
  const [begun, setBegun] = useState(worker.attributes);
  const [written, setWritten] = useState({
    name: worker.friendly_name,
    attributes: spread(worker.attributes),
  });
  const { data: present = worker } = useQuery(workerQuery(workspaceSid, worker.sid));
  const areAttributesChanged = written.attributes !== spread(begun);
  const change = useChange({
    ask: () =>
      post<Worker>(workerPath(workspaceSid, worker.sid), {
        FriendlyName: written.name.trim() === worker.friendly_name ? null : written.name.trim(),
        Attributes: areAttributesChanged ? written.attributes : null,
      }),
    say: (changed) => `${changed.friendly_name} was changed.`,
    refresh: [[workspaceSid, "workers"]],
    onDone: onClose,
    showsError: true,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={`Edit ${worker.friendly_name}`}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (isWritten(written)) change.mutate(undefined);
        }}
      >
        <Stack>
          <WorkerFields value={written} onChange={setWritten} />
          {areAttributesChanged && present.attributes !== begun && !change.isPending && (
            <Alert color="yellow" variant="outline" title="Somebody has changed the attributes">
              Saving yours replaces theirs.
              <Button
                mt="xs"
                size="xs"
                variant="default"
                display="block"
                onClick={() => {
                  setBegun(present.attributes);
                  setWritten({ ...written, attributes: spread(present.attributes) });
                }}
              >
                Take theirs
              </Button>
            </Alert>
          )}
          <ErrorNote error={change.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={change.isPending} disabled={!isWritten(written)}>
              Save worker
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}
