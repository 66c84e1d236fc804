// A term of a target as text: what its workers are ordered by, or when it is skipped.

import { Textarea } from "@mantine/core";

import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import { textOf } from "./document";
import type { Fields } from "./document";
import type { Place } from "./places";

interface Props {
  place: Place;
  item: Fields;
  field: "order_by" | "skip_if";
  label: string;
  description: string;
  placeholder: string;
}

export function TermField({ place, item, field, ...input }: Props) {
  const { set, mayEdit } = useEditor();
  return (
    <div>
      <Textarea
        {...input}
        autosize
        maxRows={8}
        spellCheck={false}
        disabled={!mayEdit}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={textOf(item, field)}
        onChange={(event) => set(place, field, event.currentTarget.value || undefined)}
      />
      <FieldNote place={place} field={field} />
    </div>
  );
}
