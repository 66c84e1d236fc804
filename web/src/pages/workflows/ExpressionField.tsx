// An expression of a filter or a target, with what the linter says of it.

import { Textarea } from "@mantine/core";

import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import { textOf } from "./document";
import type { Fields } from "./document";
import type { Place } from "./places";

interface Props {
  place: Place;
  item: Fields;
  field: string;
  label: string;
  description: string;
  placeholder: string;
  /** Whether it may not be left out: it is then kept even when it is empty. */
  required?: boolean;
}

export function ExpressionField(props: Props) {
  const { place, item, field, label, description, placeholder, required = false } = props;
  const { set, mayEdit } = useEditor();
  return (
    <div>
      <Textarea
        label={label}
        description={description}
        placeholder={placeholder}
        required={required}
        autosize
        maxRows={8}
        spellCheck={false}
        disabled={!mayEdit}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)" } }}
        value={textOf(item, field)}
        onChange={(event) => {
          const { value } = event.currentTarget;
          set(place, field, value === "" && !required ? undefined : value);
        }}
      />
      <FieldNote place={place} field={field} />
    </div>
  );
}
