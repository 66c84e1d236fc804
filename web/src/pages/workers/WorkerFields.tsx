// The fields of a worker that people write: the name and the attributes.

import { Stack, TextInput } from "@mantine/core";

import { attributesErrorOf } from "@/parts/editor/json";
import { JsonEditor } from "@/parts/editor/JsonEditor";

export interface Written {
  name: string;
  attributes: string;
}

interface Props {
  value: Written;
  onChange: (value: Written) => void;
}

export function WorkerFields({ value, onChange }: Props) {
  return (
    <Stack>
      <TextInput
        label="Name"
        description="No other worker of the workspace may have it."
        value={value.name}
        required
        data-autofocus
        maxLength={64}
        autoComplete="off"
        onChange={(event) => onChange({ ...value, name: event.currentTarget.value })}
      />
      <JsonEditor
        label="Attributes"
        description="What queues and workflows ask for, as JSON: skills, languages, a level."
        value={value.attributes}
        onChange={(attributes) => onChange({ ...value, attributes })}
        error={attributesErrorOf(value.attributes)}
        minHeight="8rem"
        maxHeight="45vh"
      />
    </Stack>
  );
}

/** Whether it can be sent. */
export function isWritten({ name, attributes }: Written): boolean {
  return name.trim() !== "" && attributesErrorOf(attributes) === null;
}
