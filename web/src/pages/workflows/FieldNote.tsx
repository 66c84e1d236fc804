// What the linter says of one field, below it.

import { Text } from "@mantine/core";

import { useEditor } from "./editor";
import { saidOf } from "./findings";
import { spellPlace } from "./places";
import type { Place } from "./places";

export function FieldNote({ place, field }: { place: Place; field: string }) {
  const { findings } = useEditor();
  const said = saidOf(findings.get(spellPlace(place)), field);
  if (said === null) return null;
  return (
    <Text size="xs" mt={4} c="var(--pm-amber)" style={{ overflowWrap: "anywhere" }}>
      {said}
    </Text>
  );
}
