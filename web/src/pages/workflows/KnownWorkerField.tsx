// The one worker a target is for, named by the task or by her SID.

import { Group, Select, TextInput } from "@mantine/core";

import { textOf } from "./document";
import type { Fields } from "./document";
import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import type { Place } from "./places";

const KEYS = {
  known_worker_sid: "With the SID",
  known_worker_friendly_name: "With the name",
} as const;

type Key = keyof typeof KEYS;

const isKey = (key: string | null): key is Key => key !== null && key in KEYS;

export function KnownWorkerField({ place, item }: { place: Place; item: Fields }) {
  const { set, mayEdit } = useEditor();
  const key = (Object.keys(KEYS) as Key[]).find((one) => one in item) ?? null;

  function choose(chosen: string | null): void {
    const text = key === null ? "task.agent" : textOf(item, key);
    if (key !== null && key !== chosen) set(place, key, undefined);
    if (isKey(chosen)) set(place, chosen, text);
  }

  return (
    <div>
      <Group grow align="flex-end" gap="xs">
        <Select
          label="Only one worker"
          data={[
            { value: "", label: "Any of the queue" },
            ...Object.entries(KEYS).map(([value, label]) => ({ value, label })),
          ]}
          value={key ?? ""}
          onChange={choose}
          allowDeselect={false}
          disabled={!mayEdit}
        />
        {key !== null && (
          <TextInput
            aria-label="What names the worker"
            placeholder="task.agent"
            spellCheck={false}
            disabled={!mayEdit}
            styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
            value={textOf(item, key)}
            onChange={(event) => set(place, key, event.currentTarget.value)}
          />
        )}
      </Group>
      {key !== null && <FieldNote place={place} field={key} />}
    </div>
  );
}
