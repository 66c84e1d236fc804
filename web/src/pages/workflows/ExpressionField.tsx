// The expression of a filter or a target, with what it selects and what the linter says of it.

import { ExpressionEditor } from "@/parts/expression/ExpressionEditor";

import { textOf } from "./document";
import type { Fields } from "./document";
import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import type { Place } from "./places";

interface Props {
  place: Place;
  item: Fields;
  label: string;
  description: string;
}

export function ExpressionField({ place, item, label, description }: Props) {
  const { set, mayEdit } = useEditor();
  const isOfFilter = place.kind === "filter";
  return (
    <div>
      <ExpressionEditor
        label={label}
        description={description}
        of={isOfFilter ? "tasks" : "targets"}
        readOnly={!mayEdit}
        value={textOf(item, "expression")}
        onChange={(value) => {
          // A filter has to have one; a target without one is for every worker of the queue.
          set(place, "expression", value === "" && !isOfFilter ? undefined : value);
        }}
      />
      <FieldNote place={place} field="expression" isRefusalShown />
    </div>
  );
}
