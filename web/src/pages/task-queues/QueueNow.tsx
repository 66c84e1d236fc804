// What is going on in one queue: the tasks in it, and the workers there are for them.

import { Anchor, Group, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { figuresQuery, waiting } from "@/pages/task-queues/figures";
import type { QueueFigures } from "@/pages/task-queues/figures";
import { WaitingTasks } from "@/pages/task-queues/WaitingTasks";
import { ErrorNote } from "@/parts/ErrorNote";
import { Facts } from "@/parts/Facts";
import { Surface } from "@/parts/Surface";
import { Age } from "@/parts/When";

const WITH_WORKERS = [
  ["Reserved", "reserved"],
  ["Assigned", "assigned"],
  ["Wrapping up", "wrapping"],
] as const;

interface Props {
  workspaceSid: string;
  queueSid: string;
}

export function QueueNow({ workspaceSid, queueSid }: Props) {
  const { data, error } = useQuery(figuresQuery(workspaceSid, [queueSid]));
  const figures = data?.get(queueSid);
  if (error !== null) return <ErrorNote error={error} title="The figures could not be read" />;
  const oldest = figures?.longest_task_waiting_sid ?? null;
  return (
    <Surface title="Now">
      <Facts
        facts={[
          [
            "Waiting",
            figures === undefined ? (
              "–"
            ) : (
              <WaitingTasks {...{ workspaceSid, queueSid }} count={waiting(figures)} />
            ),
          ],
          [
            "Waits longest",
            oldest === null ? (
              "nobody waits"
            ) : (
              <Anchor
                renderRoot={(props) => (
                  <Link
                    to="/workspaces/$workspaceSid/tasks/$taskSid"
                    params={{ workspaceSid, taskSid: oldest }}
                    {...props}
                  />
                )}
              >
                <Age since={figures?.waiting_since} />
              </Anchor>
            ),
          ],
          ...WITH_WORKERS.map(
            ([word, status]) =>
              [word, figures === undefined ? "–" : (figures.tasks_by_status[status] ?? 0)] as const,
          ),
          ["Eligible workers", figures === undefined ? "–" : eligible(figures)],
        ]}
      />
      {figures !== undefined && figures.total_eligible_workers > 0 && (
        <Group gap="md" mt="sm" aria-label="Eligible workers by activity">
          {figures.activity_statistics
            .filter(({ workers }) => workers > 0)
            .map(({ sid, friendly_name, workers }) => (
              <Text key={sid} size="sm" c="dimmed">
                {friendly_name}: {workers}
              </Text>
            ))}
        </Group>
      )}
    </Surface>
  );
}

function eligible(figures: QueueFigures): string {
  const { total_eligible_workers: all, total_available_workers: available } = figures;
  return all === 0 ? "none" : `${all}, ${available} of them available`;
}
