// Which webhooks are wanted. What is chosen lives in the address.

import { Button, Group, Select, SimpleGrid, Stack } from "@mantine/core";
import { IconX } from "@tabler/icons-react";

import { EVENT_TYPES } from "@/live/eventTypes";
import { isFiltered, KINDS, OUTCOMES } from "@/pages/webhooks/search";
import type { WebhooksSearch } from "@/pages/webhooks/search";
import { SidInput } from "@/parts/SidInput";

interface Props {
  search: WebhooksSearch;
  onChange: (change: WebhooksSearch) => void;
}

const ALL: WebhooksSearch = {
  kind: undefined,
  outcome: undefined,
  type: undefined,
  task: undefined,
  event: undefined,
  reservation: undefined,
};

export function RequestFilters({ search, onChange }: Props) {
  return (
    <Stack gap="xs" mb="sm" role="search" aria-label="Filters of requests">
      <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs" verticalSpacing="xs">
        <Select
          label="Outcome"
          placeholder="Any"
          data={[...OUTCOMES]}
          value={search.outcome ?? null}
          onChange={(outcome) => onChange({ outcome: outcome ?? undefined })}
          clearable
          clearButtonProps={{ "aria-label": "Any outcome" }}
        />
        <Select
          label="Kind"
          placeholder="Any"
          data={[...KINDS]}
          value={search.kind ?? null}
          onChange={(kind) => onChange({ kind: kind ?? undefined })}
          clearable
          clearButtonProps={{ "aria-label": "Any kind" }}
        />
        <Select
          label="Event type"
          placeholder="Any"
          data={EVENT_TYPES}
          value={search.type ?? null}
          onChange={(type) => onChange({ type: type ?? undefined })}
          searchable
          clearable
          clearButtonProps={{ "aria-label": "Any event type" }}
        />
        <SidInput
          label="Task SID"
          prefix="WT"
          value={search.task}
          onChange={(task) => onChange({ task })}
        />
        {search.event !== undefined && (
          <SidInput
            label="Event SID"
            prefix="EV"
            value={search.event}
            onChange={(event) => onChange({ event })}
          />
        )}
        {search.reservation !== undefined && (
          <SidInput
            label="Reservation SID"
            prefix="WR"
            value={search.reservation}
            onChange={(reservation) => onChange({ reservation })}
          />
        )}
      </SimpleGrid>
      {isFiltered(search) && (
        <Group>
          <Button
            variant="default"
            size="xs"
            leftSection={<IconX size={16} aria-hidden />}
            onClick={() => onChange(ALL)}
          >
            Clear filters
          </Button>
        </Group>
      )}
    </Stack>
  );
}
