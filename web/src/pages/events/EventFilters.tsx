// Which events are wanted. What is chosen lives in the address.

import { Button, Group, Select, SimpleGrid, Stack } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { taskQueuesQuery, workflowsQuery } from "@/api/queries";
import { EVENT_TYPES } from "@/live/eventTypes";
import { isFiltered } from "@/pages/events/search";
import type { EventsSearch } from "@/pages/events/search";
import { TimeFilter } from "@/pages/events/TimeFilter";
import { WorkerFilter } from "@/pages/events/WorkerFilter";
import { SidInput } from "@/parts/SidInput";

interface Props {
  workspaceSid: string;
  search: EventsSearch;
  onChange: (change: EventsSearch) => void;
  /** Whether, and how, the list follows what happens. */
  following: ReactNode;
}

/** Changes nothing but the time. */
const ALL: EventsSearch = {
  type: undefined,
  task: undefined,
  worker: undefined,
  queue: undefined,
  workflow: undefined,
  reservation: undefined,
};

export function EventFilters({ workspaceSid, search, onChange, following }: Props) {
  const { data: queues = [] } = useQuery(taskQueuesQuery(workspaceSid));
  const { data: workflows = [] } = useQuery(workflowsQuery(workspaceSid));
  return (
    <Stack gap="xs" mb="sm" role="search" aria-label="Filters of events">
      <SimpleGrid cols={{ base: 2, sm: 3, lg: 4 }} spacing="xs" verticalSpacing="xs">
        <TimeFilter search={search} onChange={onChange} />
        <Select
          label="Type"
          placeholder="Any"
          data={EVENT_TYPES}
          value={search.type ?? null}
          onChange={(type) => onChange({ type: type ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Any type" }}
        />
        <WorkerFilter
          workspaceSid={workspaceSid}
          value={search.worker}
          onChange={(worker) => onChange({ worker })}
        />
        <Select
          label="Task queue"
          placeholder="Any"
          data={queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }))}
          value={search.queue ?? null}
          onChange={(queue) => onChange({ queue: queue ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Any task queue" }}
        />
        <Select
          label="Workflow"
          placeholder="Any"
          data={workflows.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }))}
          value={search.workflow ?? null}
          onChange={(workflow) => onChange({ workflow: workflow ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Any workflow" }}
        />
        <SidInput
          label="Task SID"
          prefix="WT"
          value={search.task}
          onChange={(task) => onChange({ task })}
        />
        <SidInput
          label="Reservation SID"
          prefix="WR"
          value={search.reservation}
          onChange={(reservation) => onChange({ reservation })}
        />
      </SimpleGrid>
      <Group gap="xs">
        {following}
        {isFiltered(search) && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => onChange(ALL)}
          >
            Clear filters
          </Button>
        )}
      </Group>
    </Stack>
  );
}
