// What is asked of a task on creating and on editing it.

import { Group, NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { taskChannelsQuery } from "@/api/queries";

const HIGHEST_PRIORITY = 2 ** 31 - 1;

export interface Terms {
  /** A channel's unique name. */
  channel: string;
  /** Text while somebody types. */
  priority: number | string;
}

interface Props {
  workspaceSid: string;
  terms: Terms;
  onChange: (change: Partial<Terms>) => void;
}

export function TaskTerms({ workspaceSid, terms, onChange }: Props) {
  const { data: channels = [] } = useQuery(taskChannelsQuery(workspaceSid));
  return (
    <Group grow align="flex-start">
      <Select
        label="Channel"
        description="Counts against the worker's capacity"
        data={channels.map((channel) => ({
          value: channel.unique_name,
          label: channel.friendly_name,
        }))}
        value={terms.channel}
        onChange={(channel) => channel !== null && onChange({ channel })}
        allowDeselect={false}
      />
      <NumberInput
        label="Priority"
        description="The highest is served first"
        value={terms.priority}
        onChange={(priority) => onChange({ priority })}
        min={0}
        max={HIGHEST_PRIORITY}
        allowDecimal={false}
        clampBehavior="strict"
        required
      />
    </Group>
  );
}
