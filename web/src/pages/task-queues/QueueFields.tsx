// The fields of a queue.

import { NumberInput, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { useSuspenseQuery } from "@tanstack/react-query";

import { saidOf } from "@/api/blame";
import { activitiesQuery, workspaceQuery } from "@/api/queries";
import { ExpressionWarnings } from "@/pages/task-queues/ExpressionWarnings";
import { MAX_RESERVED, MAX_SERVICE_LEVEL } from "@/pages/task-queues/written";
import type { Written } from "@/pages/task-queues/written";
import { ExpressionEditor } from "@/parts/expression/ExpressionEditor";

/** The parameters whose refusals are shown at their fields. */
export const FIELDS = ["FriendlyName", "TargetWorkers", "MaxReservedWorkers", "Target"] as const;

const ORDERS = [
  { value: "FIFO", label: "Oldest first" },
  { value: "LIFO", label: "Newest first" },
];

interface Props {
  workspaceSid: string;
  value: Written;
  onChange: (value: Written) => void;
  error: Error | null;
}

export function QueueFields({ workspaceSid, value, onChange, error }: Props) {
  const { data: workspace } = useSuspenseQuery(workspaceQuery(workspaceSid));
  const { data: activities } = useSuspenseQuery(activitiesQuery(workspaceSid));
  const choices = activities.map(({ sid, friendly_name }) => ({
    value: sid,
    label: friendly_name,
  }));
  const isUsed = !workspace.multi_task_enabled;
  const set = (changes: Partial<Written>) => onChange({ ...value, ...changes });
  return (
    <Stack>
      <TextInput
        label="Name"
        value={value.name}
        required
        data-autofocus
        maxLength={256}
        autoComplete="off"
        error={saidOf(error, "FriendlyName")}
        onChange={(event) => set({ name: event.currentTarget.value })}
      />
      <div>
        <ExpressionEditor
          label="For workers with"
          description="Who may get tasks of this queue, by their attributes. 1==1 is everybody."
          of="workers"
          value={value.targetWorkers}
          onChange={(targetWorkers) => set({ targetWorkers })}
          error={saidOf(error, "TargetWorkers")}
        />
        <ExpressionWarnings workspaceSid={workspaceSid} targetWorkers={value.targetWorkers} />
      </div>
      <SimpleGrid cols={{ base: 1, xs: 3 }} style={{ alignItems: "end" }}>
        <Select
          label="Order"
          description="Of tasks of the same priority"
          data={ORDERS}
          value={value.taskOrder}
          allowDeselect={false}
          onChange={(order) => set({ taskOrder: order === "LIFO" ? "LIFO" : "FIFO" })}
        />
        <NumberInput
          label="Offered to at once"
          description={`Workers, 1 to ${MAX_RESERVED}`}
          value={value.maxReservedWorkers}
          min={1}
          max={MAX_RESERVED}
          allowDecimal={false}
          required
          error={saidOf(error, "MaxReservedWorkers")}
          onChange={(maxReservedWorkers) => set({ maxReservedWorkers })}
        />
        <NumberInput
          label="Service level target"
          description="Seconds until accepted"
          placeholder="20"
          value={value.serviceLevel}
          min={1}
          max={MAX_SERVICE_LEVEL}
          allowDecimal={false}
          error={saidOf(error, "Target")}
          onChange={(serviceLevel) => set({ serviceLevel })}
        />
      </SimpleGrid>
      <SimpleGrid cols={{ base: 1, xs: 2 }}>
        <ActivitySelect
          label="Activity when reserved"
          description="What workers do while a task is offered to them"
          value={value.reservationActivitySid}
          onChange={(reservationActivitySid) => set({ reservationActivitySid })}
          {...{ choices, isUsed }}
        />
        <ActivitySelect
          label="Activity when assigned"
          description="What workers do once they have accepted"
          value={value.assignmentActivitySid}
          onChange={(assignmentActivitySid) => set({ assignmentActivitySid })}
          {...{ choices, isUsed }}
        />
      </SimpleGrid>
    </Stack>
  );
}

interface ActivityProps {
  label: string;
  description: string;
  value: string | null;
  onChange: (sid: string | null) => void;
  choices: { value: string; label: string }[];
  isUsed: boolean;
}

/** Activities follow reservations only where a worker has one task at a time. */
function ActivitySelect({ description, isUsed, choices, ...select }: ActivityProps) {
  return (
    <Select
      {...select}
      data={choices}
      description={isUsed ? description : "Not used while the workspace is multitasking"}
      clearable
      clearButtonProps={{ "aria-label": `Clear: ${select.label}` }}
      placeholder="Stays as it is"
    />
  );
}
