// The task queues of a workspace: live figures of each, and its settings beside them.

import { Button, Group, Text, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { useMemo } from "react";

import { taskQueuesQuery } from "@/api/queries";
import { columnsOf } from "@/pages/task-queues/columns";
import { CreateQueue } from "@/pages/task-queues/CreateQueue";
import { companions } from "@/pages/task-queues/figures";
import { MissingQueue } from "@/pages/task-queues/MissingQueue";
import { NoQueues } from "@/pages/task-queues/NoQueues";
import { QueueDrawer } from "@/pages/task-queues/QueueDrawer";
import type { QueuesSearch } from "@/pages/task-queues/search";
import { DataTable } from "@/parts/DataTable";
import { HeldList } from "@/parts/HeldList";
import { PageTitle } from "@/parts/PageTitle";
import { useMay } from "@/session/session";

import classes from "@/parts/room.module.css";

const route = getRouteApi("/inside/workspaces/$workspaceSid/task-queues");

export function TaskQueuesPage() {
  const { workspaceSid } = route.useParams();
  const { search = "", queue: openSid } = route.useSearch();
  const navigate = route.useNavigate();
  const mayCreate = useMay("admin");
  const [isCreating, creating] = useDisclosure(false);
  const {
    data: queues,
    error,
    isPending,
    isFetching,
    refetch,
  } = useQuery(taskQueuesQuery(workspaceSid));

  const sorted = useMemo(
    () => (queues ?? []).toSorted((a, b) => a.friendly_name.localeCompare(b.friendly_name)),
    [queues],
  );
  const columns = useMemo(
    () => columnsOf(workspaceSid, companions(sorted.map(({ sid }) => sid))),
    [workspaceSid, sorted],
  );
  const wanted = search.trim().toLowerCase();
  const rows = sorted.filter(({ friendly_name }) => friendly_name.toLowerCase().includes(wanted));
  const open = sorted.find(({ sid }) => sid === openSid);
  const isMissing = openSid !== undefined && open === undefined && queues !== undefined;
  const go = (changes: QueuesSearch) =>
    void navigate({ search: (before) => ({ ...before, ...changes }), replace: true });

  return (
    <>
      <PageTitle
        title="Task queues"
        about="Where tasks wait, and for whom. Workflows lead tasks here."
        actions={mayCreate && <Button onClick={creating.open}>Create queue</Button>}
      />
      <Group mb="sm" justify="space-between">
        <TextInput
          aria-label="Search by name"
          placeholder="Search by name"
          leftSection={<IconSearch size={16} aria-hidden />}
          value={search}
          onChange={(event) => go({ search: event.currentTarget.value || undefined })}
        />
        <Text size="sm" c="dimmed" role="status">
          {queues !== undefined && countOf(rows.length)}
        </Text>
      </Group>
      {isMissing && error === null && !isFetching && (
        <MissingQueue onClose={() => go({ queue: undefined })} />
      )}
      <HeldList
        error={error}
        title="The queues could not be read"
        onRetry={() => void refetch()}
        isHeld={sorted.length > 0}
      >
        <div className={classes.narrow}>
          <DataTable
            label="Task queues"
            columns={columns}
            rows={rows}
            rowKey={({ sid }) => sid}
            onOpen={({ sid }) => go({ queue: sid })}
            isLoading={isPending}
            empty={<NoQueues search={search} onCreate={mayCreate ? creating.open : null} />}
          />
        </div>
      </HeldList>
      {isCreating && <CreateQueue workspaceSid={workspaceSid} onClose={creating.close} />}
      {open !== undefined && (
        <QueueDrawer
          key={open.sid}
          workspaceSid={workspaceSid}
          queue={open}
          onClose={() => go({ queue: undefined })}
        />
      )}
    </>
  );
}

function countOf(count: number): string {
  return count === 1 ? "1 queue" : `${count} queues`;
}
