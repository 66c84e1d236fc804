// Changing a worker's name and attributes. Only what was changed is sent.

import { Button, Group, Modal, Stack } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useChange } from "@/api/changing";
import { post } from "@/api/client";
import type { Worker } from "@/api/resources";
import { workerPath, workerQuery } from "@/pages/workers/queries";
import { isWritten, WorkerFields } from "@/pages/workers/WorkerFields";
import type { Written } from "@/pages/workers/WorkerFields";
import { ChangedMeanwhile } from "@/parts/ChangedMeanwhile";
import { spread } from "@/parts/editor/json";
import { ErrorNote } from "@/parts/ErrorNote";
import { clashes, taking } from "@/parts/meanwhile";

interface Props {
  workspaceSid: string;
  worker: Worker;
  onClose: () => void;
}

export function EditWorker({ workspaceSid, worker, onClose }: Props) {
  const [begun, setBegun] = useState(() => writtenOf(worker));
  const [written, setWritten] = useState(begun);
  const { data: present = worker } = useQuery(workerQuery(workspaceSid, worker.sid));
  const change = useChange({
    ask: () =>
      post<Worker>(workerPath(workspaceSid, worker.sid), {
        FriendlyName: written.name.trim() === begun.name ? null : written.name.trim(),
        Attributes: written.attributes === begun.attributes ? null : written.attributes,
      }),
    say: (changed) => `${changed.friendly_name} was changed.`,
    refresh: [[workspaceSid, "workers"]],
    onDone: onClose,
    showsError: true,
  });
  const theirs = writtenOf(present);
  const clashing = change.isPending ? [] : clashes(begun, written, theirs);
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
          <ChangedMeanwhile
            fields={clashing}
            onTakeTheirs={() => {
              setBegun(taking(begun, theirs, clashing));
              setWritten(taking(written, theirs, clashing));
            }}
          />
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

function writtenOf(worker: Worker): Written {
  return { name: worker.friendly_name, attributes: spread(worker.attributes) };
}
