// Said when an address leads to a queue there is not, or not any more.

import { Alert } from "@mantine/core";

export function MissingQueue({ onClose }: { onClose: () => void }) {
  return (
    <Alert
      color="gray"
      variant="outline"
      mb="sm"
      title="This queue is not there any more"
      withCloseButton
      closeButtonLabel="Close"
      onClose={onClose}
    >
      It may have been deleted. What happened in it is still among the events.
    </Alert>
  );
}
