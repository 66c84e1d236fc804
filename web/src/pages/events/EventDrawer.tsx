// Everything that the log holds of one event.

import { Button, CopyButton, Drawer, Group, Skeleton, Stack, Text } from "@mantine/core";
import { IconCopy, IconWebhook } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { get } from "@/api/client";
import { inWorkspace } from "@/api/paths";
import type { Event } from "@/api/resources";
import { tell } from "@/live/telling";
import { Concerned } from "@/pages/events/Concerned";
import { JsonEditor } from "@/parts/editor/JsonEditor";
import { ErrorNote } from "@/parts/ErrorNote";
import { Facts } from "@/parts/Facts";
import { Sid } from "@/parts/Sid";
import { State } from "@/parts/State";
import { FullWhen } from "@/parts/When";

interface Props {
  workspaceSid: string;
  eventSid: string;
  onClose: () => void;
}

export function EventDrawer({ workspaceSid, eventSid, onClose }: Props) {
  const { data: event, error } = useQuery({
    queryKey: [workspaceSid, "event-log", "one", eventSid],
    queryFn: ({ signal }) => get<Event>(inWorkspace(workspaceSid, "Events", eventSid), {}, signal),
    staleTime: Infinity,
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      title="Event"
      position="right"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <ErrorNote error={error} title="The event could not be read" />
      {event === undefined && error === null && <Skeleton height="20rem" />}
      {event !== undefined && <Everything workspaceSid={workspaceSid} event={event} />}
    </Drawer>
  );
}

function Everything({ workspaceSid, event }: { workspaceSid: string; event: Event }) {
  const { title, colour } = tell(event);
  return (
    <Stack>
      <div>
        <Text fw={600} component="div">
          <State colour={colour} word={title} />
        </Text>
        <Text size="sm" c="dimmed">
          {event.description}
        </Text>
      </div>
      <Facts
        facts={[
          ["Type", event.event_type],
          ["When", <FullWhen key="when" ms={event.event_date_ms} />],
          ["About", <Concerned key="about" workspaceSid={workspaceSid} event={event} />],
          ["Event", <Sid key="event" sid={event.sid} />],
          [`Resource: ${event.resource_type}`, <Sid key="resource" sid={event.resource_sid} />],
          [`Actor: ${event.actor_type}`, <Sid key="actor" sid={event.actor_sid} />],
          ["Source", [event.source, event.source_ip_address].filter(Boolean).join(", ")],
        ]}
      />
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconWebhook size={16} aria-hidden />}
          renderRoot={(props) => (
            <Link
              to="/workspaces/$workspaceSid/webhooks"
              params={{ workspaceSid }}
              search={{ event: event.sid }}
              {...props}
            />
          )}
        >
          Callbacks about it
        </Button>
        <CopyButton value={JSON.stringify(event, null, 2)}>
          {({ copied, copy }) => (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconCopy size={16} aria-hidden />}
              onClick={copy}
            >
              {copied ? "Copied" : "Copy as JSON"}
            </Button>
          )}
        </CopyButton>
      </Group>
      <JsonEditor
        label="Event data"
        value={JSON.stringify(event.event_data, null, 2)}
        onChange={() => undefined}
        readOnly
        maxHeight="none"
      />
    </Stack>
  );
}
