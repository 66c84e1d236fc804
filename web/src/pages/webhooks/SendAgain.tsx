// Sends one request again, when that is confirmed, and shows what came of it.

import { Button, Group, Modal, Stack, Text } from "@mantine/core";

import { post } from "@/api/client";
import { useChange } from "@/api/changing";
import { extended } from "@/api/paths";
import type { Webhook } from "@/api/resources";
import { Duration, Outcome } from "@/pages/webhooks/Outcome";
import { Verbatim } from "@/pages/webhooks/Verbatim";
import { whyNot } from "@/pages/webhooks/words";
import { ErrorNote } from "@/parts/ErrorNote";

interface Props {
  workspaceSid: string;
  webhook: Webhook;
  onLook: (webhookSid: string) => void;
  onClose: () => void;
}

export function SendAgain({ workspaceSid, webhook, onLook, onClose }: Props) {
  const { mutate, data, error, isPending } = useChange({
    ask: () => post<Webhook>(extended(workspaceSid, "Webhooks", webhook.sid, "Replay")),
    refresh: [[workspaceSid, "webhooks"]],
    showsError: true,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title="Send it again"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      {data === undefined ? (
        <Stack>
          <Text size="sm">
            The same parameters are sent now{" "}
            {webhook.outcome === "laid-aside"
              ? "to the address that the workspace has now."
              : `to ${webhook.request_url}.`}{" "}
            {webhook.kind === "assignment" && "An instruction in the answer is not followed."}
          </Text>
          <ErrorNote error={error} title="It was not sent" />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              Do not send
            </Button>
            <Button loading={isPending} onClick={() => mutate(undefined)}>
              Send now
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack role="status" aria-label="What came of it">
          <Group gap="sm">
            <span>
              <Outcome webhook={data} />
            </span>
            <Text component="span" size="sm" c="dimmed">
              <Duration webhook={data} />
            </Text>
          </Group>
          <Why webhook={data} />
          {data.response_body !== null && data.response_body !== "" && (
            <Verbatim label="What was answered" text={data.response_body} />
          )}
          <Group justify="flex-end">
            <Button variant="default" onClick={() => onLook(data.sid)}>
              Show this attempt
            </Button>
            <Button onClick={onClose}>Done</Button>
          </Group>
        </Stack>
      )}
    </Modal>
  );
}

function Why({ webhook }: { webhook: Webhook }) {
  const not = whyNot(webhook);
  return <Text size="sm">{not === null ? "The receiver took it." : not.why}</Text>;
}
