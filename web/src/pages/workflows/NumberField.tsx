// A number of a target: its time-out or its priority.

import { NumberInput } from "@mantine/core";

import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import { textOf } from "./document";
import type { Fields } from "./document";
import type { Place } from "./places";

const MAX = 2 ** 31 - 1;

interface Props {
  place: Place;
  item: Fields;
  field: "timeout" | "priority";
  label: string;
  description: string;
  placeholder: string;
  min: number;
  suffix?: string;
}

export function NumberField({ place, item, field, min, ...input }: Props) {
  const { set, mayEdit } = useEditor();
  return (
    <div>
      <NumberInput
        {...input}
        min={min}
        max={MAX}
        allowDecimal={false}
        allowNegative={false}
        disabled={!mayEdit}
        value={textOf(item, field)}
        onChange={(value) => set(place, field, value === "" ? undefined : Number(value))}
      />
      <FieldNote place={place} field={field} />
    </div>
  );
}
