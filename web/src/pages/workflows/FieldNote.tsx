// What the linter says of one field, below it.

import { Text } from "@mantine/core";

import { useEditor } from "./editor";
import { saidOf } from "./findings";
import { spellPlace } from "./places";
import type { Place } from "./places";

interface Props {
  place: Place;
  field: string;
  /** Whether the field itself says why its text is refused. */
  isRefusalShown?: boolean;
}

export function FieldNote({ place, field, isRefusalShown = false }: Props) {
  const { findings } = useEditor();
  const here = findings
    .get(spellPlace(place))
    ?.filter(({ refuses }) => !refuses || !isRefusalShown);
  const said = saidOf(here, field);
  if (said === null) return null;
  return (
    <Text size="xs" my={4} c="var(--pm-amber)" style={{ overflowWrap: "anywhere" }}>
      {said}
    </Text>
  );
}
