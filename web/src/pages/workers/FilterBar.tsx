// What narrows the table of workers. Everything of it is in the address.

import { Button, CloseButton, Group, Select, TextInput } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { taskQueuesQuery } from "@/api/queries";
import type { WorkerFilters } from "@/pages/workers/filters";
import { ExpressionFilter } from "@/parts/expression/ExpressionFilter";
import { useDraft } from "@/parts/useDraft";

interface Props {
  workspaceSid: string;
  filters: WorkerFilters;
  onChange: (change: WorkerFilters) => void;
  /** Null when nothing is narrowed. */
  onClear: (() => void) | null;
}

const AVAILABLE = [
  { value: "true", label: "Takes tasks" },
  { value: "false", label: "Takes no tasks" },
];
const ORDERS = [
  { value: "longest", label: "Longest in activity first" },
  { value: "latest", label: "Latest change first" },
];

export function FilterBar({ workspaceSid, filters, onChange, onClear }: Props) {
  const { data: queues = [] } = useQuery(taskQueuesQuery(workspaceSid));
  const search = useDraft(filters.search, (text) => onChange({ search: text }));
  return (
    <Group component="search" align="flex-start" gap="sm" mb="md">
      <TextInput
        label="Search"
        placeholder="Name or attributes"
        leftSection={<IconSearch size={16} aria-hidden />}
        flex="1 1 11rem"
        maxLength={200}
        value={search.text}
        onChange={(event) => search.type(event.currentTarget.value)}
        rightSection={
          search.text === "" ? null : (
            <CloseButton
              size="sm"
              aria-label="Clear the search"
              onClick={() => search.settle("")}
            />
          )
        }
      />
      <Select
        label="Task queue"
        placeholder="Any"
        flex="1 1 9rem"
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Any task queue" }}
        data={queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }))}
        value={filters.queue ?? null}
        onChange={(queue) => onChange({ queue: queue ?? undefined })}
      />
      <Select
        label="Availability"
        placeholder="Any"
        flex="1 1 8.5rem"
        clearable
        clearButtonProps={{ "aria-label": "Any availability" }}
        data={AVAILABLE}
        value={filters.available === undefined ? null : String(filters.available)}
        onChange={(value) => onChange({ available: value === null ? undefined : value === "true" })}
      />
      <ExpressionFilter
        workspaceSid={workspaceSid}
        of="workers"
        placeholder={'languages HAS "es" AND level > 2'}
        flex="3 1 15rem"
        value={filters.expression}
        onChange={(expression) => onChange({ expression })}
      />
      <Select
        label="Order"
        placeholder="As created"
        flex="1 1 12rem"
        clearable
        clearButtonProps={{ "aria-label": "Order as created" }}
        data={ORDERS}
        value={filters.order ?? null}
        onChange={(order) => onChange({ order: (order ?? undefined) as WorkerFilters["order"] })}
      />
      {onClear !== null && (
        <Button variant="default" mt="1.55rem" onClick={onClear}>
          Clear filters
        </Button>
      )}
    </Group>
  );
}
