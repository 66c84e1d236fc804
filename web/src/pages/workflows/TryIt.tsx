// Try it: a task that does not exist, and the way it would take.

import { Button, Group, NumberInput, Select, SimpleGrid, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { taskChannelsQuery } from "@/api/queries";
import { attributesErrorOf } from "@/parts/editor/json";
import { JsonEditor } from "@/parts/editor/JsonEditor";
import { ErrorNote } from "@/parts/ErrorNote";
import { Surface } from "@/parts/Surface";

import type { Evaluation } from "./path";
import type { Place } from "./places";
import { Tried } from "./Tried";
import type { Attempt } from "./trying";

interface Props {
  workspaceSid: string;
  evaluation: Evaluation | null;
  error: Error | null;
  isPending: boolean;
  /** Null takes the way out of the diagram again. */
  onTry: (attempt: Attempt | null) => void;
  onSelect: (place: Place) => void;
}

const FIRST_ATTRIBUTES = '{\n  "language": "en"\n}';
const PRIORITY_MAX = 2 ** 31 - 1;

export function TryIt(props: Props) {
  const { workspaceSid, evaluation, error, isPending, onTry, onSelect } = props;
  const { data: channels = [] } = useQuery(taskChannelsQuery(workspaceSid));
  const [attributes, setAttributes] = useState(FIRST_ATTRIBUTES);
  const [channel, setChannel] = useState("default");
  const [priority, setPriority] = useState<number | string>(0);
  const wrong = attributesErrorOf(attributes);
  return (
    <Surface title="Try it">
      <Text size="sm" c="dimmed" mb="sm">
        Where would such a task go, as the workflow is above and the workers are now? Nothing is
        created.
      </Text>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (wrong === null) onTry({ attributes, channel, priority: Number(priority) });
        }}
      >
        <Stack gap="sm">
          <JsonEditor
            label="Attributes of the task"
            value={attributes}
            onChange={setAttributes}
            error={wrong}
            minHeight="4.5rem"
            maxHeight="14rem"
          />
          <SimpleGrid cols={2}>
            <Select
              label="Channel"
              data={channels.map(({ unique_name, friendly_name }) => ({
                value: unique_name,
                label: friendly_name,
              }))}
              value={channel}
              onChange={(value) => setChannel(value ?? "default")}
              allowDeselect={false}
            />
            <NumberInput
              label="Priority"
              min={0}
              max={PRIORITY_MAX}
              allowDecimal={false}
              value={priority}
              onChange={setPriority}
            />
          </SimpleGrid>
          <Group gap="xs">
            <Button type="submit" variant="default" loading={isPending} disabled={wrong !== null}>
              Try it
            </Button>
            {(evaluation !== null || error !== null) && (
              <Button variant="subtle" onClick={() => onTry(null)}>
                Clear
              </Button>
            )}
          </Group>
          <ErrorNote error={error} title="It could not be tried" />
          {error === null && evaluation !== null && (
            <Tried evaluation={evaluation} onSelect={onSelect} />
          )}
        </Stack>
      </form>
    </Surface>
  );
}
