// A target, or what takes the rest, as a form.

import { Stack } from "@mantine/core";

import type { Fields } from "./document";
import { ExpressionField } from "./ExpressionField";
import { KnownWorkerField } from "./KnownWorkerField";
import { NumberField } from "./NumberField";
import type { Place } from "./places";
import { QueueField } from "./QueueField";
import { TermField } from "./TermField";

export function TargetForm({ place, item }: { place: Place; item: Fields }) {
  return (
    <Stack gap="sm">
      <QueueField place={place} item={item} />
      {place.kind === "target" && (
        <NumberField
          place={place}
          item={item}
          field="timeout"
          label="Time-out"
          description="So long the task waits here before it goes on to the next target."
          placeholder="For good"
          suffix=" s"
          min={1}
        />
      )}
      <NumberField
        place={place}
        item={item}
        field="priority"
        label="Priority"
        description="Tasks with a higher one come first in the queue."
        placeholder="That of the task"
        min={0}
      />
      <ExpressionField
        place={place}
        item={item}
        label="Workers"
        description="Which of the queue's workers may take the task: worker.level >= task.level, for example; all of them without it."
      />
      <TermField
        place={place}
        item={item}
        field="order_by"
        label="Order of workers"
        description="Who is offered the task first; otherwise who has been idle longest."
        placeholder="worker.level DESC"
      />
      <KnownWorkerField place={place} item={item} />
      <TermField
        place={place}
        item={item}
        field="skip_if"
        label="Skip if"
        description="When this holds and nobody can take the task at once, it goes on at once."
        placeholder="workers.available == 0"
      />
    </Stack>
  );
}
