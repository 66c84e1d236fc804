// What happened to a worker, the newest first, as far back as somebody asks.

import { Button, Skeleton, Text } from "@mantine/core";

import { usePages } from "@/api/lists";
import { inWorkspace } from "@/api/paths";
import type { Event, Worker } from "@/api/resources";
import { tell } from "@/live/telling";
import { spellDuration } from "@/live/time";
import { ErrorNote } from "@/parts/ErrorNote";
import { TaskLink } from "@/parts/TaskLink";
import { Timeline } from "@/parts/Timeline";

const PAGE_SIZE = 30;
/** Events are looked back at for so long at most. */
const MINUTES = 30 * 24 * 60;

export function WorkerTimeline({ workspaceSid, worker }: { workspaceSid: string; worker: Worker }) {
  const events = usePages<Event>([workspaceSid, "events"], inWorkspace(workspaceSid, "Events"), {
    WorkerSid: worker.sid,
    Minutes: MINUTES,
    PageSize: PAGE_SIZE,
  });
  if (events.isLoading) return <Skeleton height="10rem" />;
  if (events.error !== null) return <ErrorNote error={events.error} />;
  if (events.rows.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        Nothing that is still known of.
      </Text>
    );
  }
  return (
    <>
      <Timeline
        label={`What happened to ${worker.friendly_name}`}
        happenings={events.rows.map((event) => ({
          key: event.sid,
          at: event.event_date,
          detail: detailOf(workspaceSid, event),
          ...tell(event),
        }))}
      />
      {events.hasMore && (
        <Button mt="sm" size="xs" variant="default" onClick={events.loadMore}>
          Show earlier events
        </Button>
      )}
    </>
  );
}

function detailOf(workspaceSid: string, event: Event) {
  const data = event.event_data as Record<string, string | undefined>;
  if (data.task_sid !== undefined) {
    return (
      <>
        <TaskLink workspaceSid={workspaceSid} taskSid={data.task_sid} />{" "}
        {data.task_queue_name !== undefined && `in ${data.task_queue_name}`}
      </>
    );
  }
  const before = data.worker_previous_activity_name;
  if (before !== undefined) {
    return `after ${spellDuration(Number(data.worker_time_in_previous_activity))} in ${before}`;
  }
  return undefined;
}
