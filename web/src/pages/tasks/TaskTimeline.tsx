// All that happened to a task, and all that was sent to the outside because of it.

import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useMemo } from "react";

import { usePages } from "@/api/lists";
import { extended, inWorkspace } from "@/api/paths";
import type { Event, Webhook } from "@/api/resources";
import { useNextAttempts } from "@/live/callbacks";
import { interleave } from "@/pages/tasks/happenings";
import { ErrorNote } from "@/parts/ErrorNote";
import { Surface } from "@/parts/Surface";
import { Timeline } from "@/parts/Timeline";

/** As far back as the log of events goes. */
const MINUTES = 30 * 24 * 60;

interface Props {
  workspaceSid: string;
  taskSid: string;
}

export function TaskTimeline({ workspaceSid, taskSid }: Props) {
  const events = usePages<Event>([workspaceSid, "events"], inWorkspace(workspaceSid, "Events"), {
    TaskSid: taskSid,
    Minutes: MINUTES,
  });
  const webhooks = usePages<Webhook>(
    [workspaceSid, "webhooks"],
    extended(workspaceSid, "Webhooks"),
    { TaskSid: taskSid },
  );
  useNextAttempts(workspaceSid, webhooks.rows);
  const told = useMemo(
    () =>
      interleave(
        { rows: events.rows, hasMore: events.hasMore },
        { rows: webhooks.rows, hasMore: webhooks.hasMore },
      ),
    [events.rows, events.hasMore, webhooks.rows, webhooks.hasMore],
  );
  return (
    <Surface title="Timeline">
      <ErrorNote error={events.error ?? webhooks.error} title="The timeline could not be read" />
      {events.isLoading || webhooks.isLoading ? (
        <Skeleton height="8rem" aria-label="Timeline: loading" />
      ) : (
        <Timeline label="Timeline of the task, the newest first" happenings={told} />
      )}
      {!events.isLoading && told.length === 0 && (
        <Text size="sm" c="dimmed">
          Nothing of it is in the log any more.
        </Text>
      )}
      {(events.hasMore || webhooks.hasMore) && (
        <Group justify="center" mt="sm">
          <Button
            size="xs"
            variant="default"
            onClick={() => {
              events.loadMore();
              webhooks.loadMore();
            }}
          >
            Show what was before
          </Button>
        </Group>
      )}
    </Surface>
  );
}
