// One request: what was sent, what was answered, how long it took, why it failed, and sending it again.

import { Alert, Button, Drawer, Group, Skeleton, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconRepeat } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import type { Webhook } from "@/api/resources";
import { Attempts } from "@/pages/webhooks/Attempts";
import { Outcome } from "@/pages/webhooks/Outcome";
import { attemptsQuery, webhookQuery } from "@/pages/webhooks/queries";
import { SendAgain } from "@/pages/webhooks/SendAgain";
import { Pairs, Verbatim } from "@/pages/webhooks/Verbatim";
import { WebhookFacts } from "@/pages/webhooks/WebhookFacts";
import { kindOf, whyNot } from "@/pages/webhooks/words";
import { ErrorNote } from "@/parts/ErrorNote";
import { When } from "@/parts/When";
import { useMay } from "@/session/session";

interface Props {
  workspaceSid: string;
  webhookSid: string;
  onLook: (webhookSid: string) => void;
  onClose: () => void;
}

export function WebhookDrawer({ workspaceSid, webhookSid, onLook, onClose }: Props) {
  const { data: webhook, error } = useQuery(webhookQuery(workspaceSid, webhookSid));
  return (
    <Drawer
      opened
      onClose={onClose}
      title={webhook === undefined ? "Request" : kindOf(webhook)}
      position="right"
      size="xl"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ErrorNote error={error} title="The request could not be read" />
      {webhook === undefined && error === null && <Skeleton height="20rem" />}
      {webhook !== undefined && (
        <Everything
          key={webhook.sid}
          workspaceSid={workspaceSid}
          webhook={webhook}
          onLook={onLook}
        />
      )}
    </Drawer>
  );
}

type EverythingProps = Pick<Props, "workspaceSid" | "onLook"> & { webhook: Webhook };

function Everything({ workspaceSid, webhook, onLook }: EverythingProps) {
  const maySend = useMay("supervisor");
  const [isSending, { open, close }] = useDisclosure(false);
  const { data: attempts = [webhook] } = useQuery(attemptsQuery(workspaceSid, webhook));
  const { response_status: status, response_body: body, next_attempt: next } = webhook;
  const not = whyNot(webhook);
  return (
    <Stack gap="lg">
      <Group justify="space-between">
        <span>
          <Outcome webhook={webhook} />
        </span>
        {maySend && (
          <Button leftSection={<IconRepeat size={16} aria-hidden />} onClick={open}>
            Send again
          </Button>
        )}
      </Group>
      {not !== null && (
        <Alert color="red" variant="outline" title="Why it failed">
          <Text size="sm">{not.why}</Text>
          {not.follows !== null && <Text size="sm">{not.follows}</Text>}
          {next !== null && (
            <Text size="sm">
              The next attempt: <When date={next} />
            </Text>
          )}
        </Alert>
      )}
      <WebhookFacts workspaceSid={workspaceSid} webhook={webhook} />
      <Part title="Request">
        <Text size="sm" ff="monospace" style={{ overflowWrap: "anywhere" }}>
          {webhook.request_method} {webhook.request_url}
        </Text>
        <Pairs label="Parameters" pairs={Object.entries(webhook.parameters)} />
      </Part>
      <Part title="Answer">
        {status === null ? (
          <Text size="sm">There was none.</Text>
        ) : (
          <Pairs
            label="Status and headers"
            pairs={[
              ["Status", String(status)],
              ["Content-Type", webhook.response_content_type || "none"],
            ]}
          />
        )}
        {body !== null && body !== "" && <Verbatim label="Body of the answer" text={body} />}
        {status !== null && (body ?? "") === "" && <Text size="sm">Its body is empty.</Text>}
      </Part>
      <Part title="Attempts">
        <Attempts workspaceSid={workspaceSid} attempts={attempts} currentSid={webhook.sid} />
      </Part>
      {isSending && (
        <SendAgain workspaceSid={workspaceSid} webhook={webhook} onLook={onLook} onClose={close} />
      )}
    </Stack>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <Stack gap="xs" component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  );
}
