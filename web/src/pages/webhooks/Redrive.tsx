// Sends again all that was laid aside, when that is confirmed. It is only there when something is.

import { Button, Group, Modal, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { post } from "@/api/client";
import { useChange } from "@/api/changing";
import { extended } from "@/api/paths";
import { useExpectCallbacks } from "@/live/callbacks";
import { laidAsideQuery } from "@/pages/webhooks/queries";
import { ErrorNote } from "@/parts/ErrorNote";

export function Redrive({ workspaceSid }: { workspaceSid: string }) {
  const { data: isAnythingLaidAside } = useQuery(laidAsideQuery(workspaceSid));
  const expectCallbacks = useExpectCallbacks(workspaceSid);
  const [isOpen, { open, close }] = useDisclosure(false);
  const { mutate, error, isPending } = useChange({
    ask: () => post<{ has_begun: boolean }>(extended(workspaceSid, "Webhooks", "Redrive")),
    say: ({ has_begun: hasBegun }) =>
      hasBegun
        ? "It is being sent, the oldest first, until something is not taken."
        : "It is being sent already.",
    refresh: [[workspaceSid, "webhooks"]],
    onDone: () => {
      expectCallbacks();
      close();
    },
    showsError: true,
  });
  return (
    <>
      {isAnythingLaidAside === true && (
        <Button leftSection={<IconRepeat size={16} aria-hidden />} onClick={open}>
          Send again all that was laid aside
        </Button>
      )}
      <Modal
        opened={isOpen}
        onClose={close}
        title="Send again all that was laid aside"
        closeButtonProps={{ "aria-label": "Close" }}
      >
        <Stack>
          <Text size="sm">
            Events that nobody took in time are sent to the address that the workspace has now, in
            the order in which they happened, until one is not taken. Make sure that the receiver is
            well again.
          </Text>
          <ErrorNote error={error} title="Nothing was sent" />
          <Group justify="flex-end">
            <Button variant="default" onClick={close}>
              Do not send
            </Button>
            <Button loading={isPending} onClick={() => mutate(undefined)}>
              Send all now
            </Button>
          </Group>
        </Stack>
      </Modal>
    </>
  );
}
