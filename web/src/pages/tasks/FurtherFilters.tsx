// Filters of tasks that are wanted less often.

import { NumberInput, Select, SimpleGrid } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { workflowsQuery } from "@/api/queries";
import { ageOf, agesFor, valueOfAge } from "@/pages/tasks/ages";
import type { TasksSearch } from "@/pages/tasks/search";
import { ExpressionFilter } from "@/parts/expression/ExpressionFilter";
import { useDraft } from "@/parts/useDraft";

interface Props {
  workspaceSid: string;
  search: TasksSearch;
  onChange: (change: TasksSearch) => void;
}

const HIGHEST_PRIORITY = 2 ** 31 - 1;

export function FurtherFilters({ workspaceSid, search, onChange }: Props) {
  const { data: workflows = [] } = useQuery(workflowsQuery(workspaceSid));
  const priority = useDraft(search.priority?.toString(), (text) =>
    onChange({ priority: text === undefined ? undefined : Number(text) }),
  );
  return (
    <SimpleGrid cols={{ base: 2, md: 4 }} spacing="xs" verticalSpacing="xs">
      <Select
        label="Workflow"
        placeholder="Any"
        data={workflows.map((workflow) => ({ value: workflow.sid, label: workflow.friendly_name }))}
        value={search.workflow ?? null}
        onChange={(workflow) => onChange({ workflow: workflow ?? undefined })}
        searchable
        clearable
        clearButtonProps={{ "aria-label": "Any workflow" }}
      />
      <NumberInput
        label="Priority"
        placeholder="Any"
        value={priority.text}
        onChange={(value) => priority.type(String(value))}
        min={0}
        max={HIGHEST_PRIORITY}
        allowDecimal={false}
        allowNegative={false}
        clampBehavior="strict"
        hideControls
      />
      <Select
        label="Age"
        placeholder="Any"
        data={agesFor(search)}
        value={valueOfAge(search)}
        onChange={(value) => onChange(ageOf(value))}
        clearable
        clearButtonProps={{ "aria-label": "Any age" }}
      />
      <ExpressionFilter
        workspaceSid={workspaceSid}
        of="tasks"
        placeholder={'language == "es"'}
        value={search.expression}
        onChange={(expression) => onChange({ expression })}
      />
    </SimpleGrid>
  );
}
