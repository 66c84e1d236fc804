// The dialog about a worker that is open, if any.

import { Modal } from "@mantine/core";

import { ChannelsForm } from "@/pages/workers/ChannelsForm";
import { DeleteWorker } from "@/pages/workers/DeleteWorker";
import type { Dialog } from "@/pages/workers/dialog";
import { EditWorker } from "@/pages/workers/EditWorker";
import { OffersChoice } from "@/pages/workers/OffersChoice";

interface Props {
  workspaceSid: string;
  dialog: Dialog | null;
  onClose: () => void;
  /** When the worker is gone; otherwise the dialog is closed. */
  onDeleted?: () => void;
}

export function WorkerDialogs({ workspaceSid, dialog, onClose, onDeleted }: Props) {
  if (dialog === null) return null;
  const { worker } = dialog;
  const about = { workspaceSid, worker, onClose };
  switch (dialog.kind) {
    case "edit":
      return <EditWorker {...about} />;
    case "offers":
      return <OffersChoice {...about} activity={dialog.activity} />;
    case "delete":
      return <DeleteWorker {...about} onDeleted={onDeleted ?? onClose} />;
    case "channels":
      return (
        <Modal
          opened
          onClose={onClose}
          title={`Channels of ${worker.friendly_name}`}
          size="lg"
          closeButtonProps={{ "aria-label": "Close" }}
        >
          <ChannelsForm workspaceSid={workspaceSid} workerSid={worker.sid} onSaved={onClose} />
        </Modal>
      );
  }
}
