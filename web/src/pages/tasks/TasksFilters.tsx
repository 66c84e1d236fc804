// Which tasks are wanted, and in which order. What is chosen lives in the address.

import { Button, Group, MultiSelect, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconAdjustmentsHorizontal, IconSearch, IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";

import { taskQueuesQuery } from "@/api/queries";
import { FurtherFilters } from "@/pages/tasks/FurtherFilters";
import {
  isFiltered,
  isFilteredFurther,
  ORDERS,
  SEARCH_LIMIT,
  STATUSES,
} from "@/pages/tasks/search";
import type { TasksSearch } from "@/pages/tasks/search";
import { useDraft } from "@/parts/useDraft";

interface Props {
  workspaceSid: string;
  search: TasksSearch;
  /** Changes some of it; without anything, all filters go. */
  onChange: (change: TasksSearch | null) => void;
}

export function TasksFilters({ workspaceSid, search, onChange }: Props) {
  const { data: queues = [] } = useQuery(taskQueuesQuery(workspaceSid));
  const draft = useDraft(search.search, (text) => onChange({ search: text }));
  const [isOpen, { toggle }] = useDisclosure(isFilteredFurther(search));
  return (
    <Stack gap="xs" mb="sm" role="search" aria-label="Filters of tasks">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs" verticalSpacing="xs">
        <TextInput
          label="Search"
          placeholder="Part of the attributes"
          leftSection={<IconSearch size={16} aria-hidden />}
          maxLength={SEARCH_LIMIT}
          value={draft.text}
          onChange={(event) => draft.type(event.currentTarget.value)}
        />
        <MultiSelect
          label="Status"
          placeholder={search.status === undefined ? "Any" : ""}
          data={[...STATUSES]}
          value={search.status ?? []}
          onChange={(status) => onChange({ status })}
          clearable
          clearButtonProps={{ "aria-label": "Any status" }}
        />
        <Select
          label="Queue"
          placeholder="Any"
          data={queues.map((queue) => ({ value: queue.sid, label: queue.friendly_name }))}
          value={search.queue ?? null}
          onChange={(queue) => onChange({ queue: queue ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Any queue" }}
        />
        <Select
          label="Order"
          data={[...ORDERS]}
          value={search.order ?? "newest"}
          onChange={(order) => onChange({ order: order ?? undefined })}
          allowDeselect={false}
        />
      </SimpleGrid>
      {isOpen && <FurtherFilters workspaceSid={workspaceSid} search={search} onChange={onChange} />}
      <Group gap="xs">
        <Button
          variant="default"
          size="xs"
          leftSection={<IconAdjustmentsHorizontal size={16} aria-hidden />}
          aria-expanded={isOpen}
          onClick={toggle}
        >
          {isOpen ? "Fewer filters" : "More filters"}
        </Button>
        {isFiltered(search) && (
          <Button
            variant="default"
            size="xs"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => onChange(null)}
          >
            Clear filters
          </Button>
        )}
      </Group>
    </Stack>
  );
}
