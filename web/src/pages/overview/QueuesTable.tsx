// The task queues: who waits there, how long, and who could serve them.

import { Anchor, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { useMemo } from "react";

import { taskQueuesQuery } from "@/api/queries";
import { queueFiguresQuery } from "@/pages/overview/queries";
import { queueColumns } from "@/pages/overview/queueColumns";
import { byName, QUEUE_LIMIT, queueRows } from "@/pages/overview/queueRows";
import { DataTable } from "@/parts/DataTable";
import { EmptyState } from "@/parts/EmptyState";
import { ErrorNote } from "@/parts/ErrorNote";
import { useIsWide } from "@/parts/room";
import { Surface } from "@/parts/Surface";

import room from "@/parts/room.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/");
const NUMBER = new Intl.NumberFormat();

export function QueuesTable({ workspaceSid }: { workspaceSid: string }) {
  const { sort } = route.useSearch();
  const navigate = useNavigate();
  const isWide = useIsWide();
  const sortBy = route.useNavigate();
  const queues = useQuery(taskQueuesQuery(workspaceSid));
  const shown = useMemo(() => byName(queues.data ?? []).slice(0, QUEUE_LIMIT), [queues.data]);
  const sids = useMemo(() => shown.map(({ sid }) => sid), [shown]);
  const figures = useQuery(queueFiguresQuery(workspaceSid, sids));
  const rows = useMemo(
    () => queueRows(shown, figures.data ?? {}, sort),
    [shown, figures.data, sort],
  );
  const columns = useMemo(
    () =>
      queueColumns(workspaceSid, isWide, sort, (chosen) => {
        void sortBy({ search: chosen === undefined ? {} : { sort: chosen }, replace: true });
      }),
    [workspaceSid, isWide, sort, sortBy],
  );
  const total = queues.data?.length ?? 0;
  return (
    <Surface
      title="Task queues"
      actions={
        <Anchor
          size="sm"
          renderRoot={(props) => (
            <Link to="/workspaces/$workspaceSid/task-queues" params={{ workspaceSid }} {...props} />
          )}
        >
          All {queues.data && NUMBER.format(total)}
        </Anchor>
      }
    >
      <ErrorNote
        error={queues.error ?? figures.error}
        title="The queues could not be read"
        onRetry={() => void (queues.isError ? queues : figures).refetch()}
      />
      {(queues.data !== undefined || queues.isPending) && (
        <div className={room.narrow}>
          <DataTable
            label="Task queues"
            columns={columns}
            rows={rows}
            rowKey={({ sid }) => sid}
            onOpen={({ sid }) =>
              void navigate({
                to: "/workspaces/$workspaceSid/tasks",
                params: { workspaceSid },
                search: { queue: sid },
              })
            }
            isLoading={queues.isPending}
            maxHeight="32rem"
            empty={
              <EmptyState title="No task queues yet">
                Tasks wait in a queue until a worker is free whom the queue&apos;s expression
                admits.
              </EmptyState>
            }
          />
        </div>
      )}
      {total > QUEUE_LIMIT && (
        <Text size="sm" c="dimmed" mt="xs">
          The first {NUMBER.format(QUEUE_LIMIT)} of {NUMBER.format(total)}, by name.
        </Text>
      )}
    </Surface>
  );
}
