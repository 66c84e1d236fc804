// A filter as a form: which tasks it takes, and the targets they walk through.

import { Button, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";

import { labelKey, queueOf, targetsOf, textOf } from "./document";
import type { Fields } from "./document";
import { addTarget } from "./editing";
import { useEditor } from "./editor";
import { ExpressionField } from "./ExpressionField";
import type { Place } from "./places";
import { PlaceLink } from "./PlaceLink";

type FilterPlace = Extract<Place, { kind: "filter" }>;

export function FilterForm({ place, item }: { place: FilterPlace; item: Fields }) {
  const { document, queues, set, apply, mayEdit } = useEditor();
  const key = labelKey(item);
  const targets = targetsOf(item);
  const last: Place = { kind: "target", filter: place.filter, target: targets.length - 1 };
  const queue = queueOf(document, last) ?? queues[0]?.sid;
  return (
    <Stack gap="sm">
      <TextInput
        label="Name"
        disabled={!mayEdit}
        value={textOf(item, key)}
        onChange={(event) => set(place, key, event.currentTarget.value)}
      />
      <ExpressionField
        place={place}
        item={item}
        label="Takes tasks with"
        description="An expression over the task's attributes; 1==1 takes every task."
      />
      <div>
        <Text size="sm" fw={500}>
          Targets
        </Text>
        <Text size="xs" c="dimmed" mb={4}>
          Steps from the top down: each for its time-out, unless somebody takes the task.
        </Text>
        <Stack gap={4} align="stretch">
          {targets.map((_, index) => (
            <PlaceLink key={index} place={{ ...last, target: index }} />
          ))}
        </Stack>
      </div>
      {mayEdit && queue !== undefined && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} aria-hidden />}
          onClick={() => apply((present) => addTarget(present, place.filter, queue))}
        >
          Add target
        </Button>
      )}
    </Stack>
  );
}
