// The queue of a target. All but the first of a filter may leave it to the one above.

import { Select } from "@mantine/core";

import { queueKey, queueOf, textOf } from "./document";
import type { Fields } from "./document";
import { useEditor } from "./editor";
import { FieldNote } from "./FieldNote";
import type { Place } from "./places";

export function QueueField({ place, item }: { place: Place; item: Fields }) {
  const { document, queues, set, mayEdit } = useEditor();
  const key = queueKey(place, item);
  const own = textOf(item, key);
  const inherits = place.kind === "target" && place.target > 0;
  const above = inherits ? queueOf(document, { ...place, target: place.target - 1 }) : null;
  const nameOf = (sid: string | null) =>
    queues.find((queue) => queue.sid === sid)?.friendly_name ?? sid ?? "none";
  const data = queues.map(({ sid, friendly_name }) => ({ value: sid, label: friendly_name }));
  const isUnknown = own !== "" && !queues.some(({ sid }) => sid === own);
  return (
    <div>
      <Select
        label="Queue"
        description="Its workers are offered the task."
        data={isUnknown ? [...data, { value: own, label: own }] : data}
        placeholder={inherits ? `As the target above: ${nameOf(above)}` : "Choose a queue"}
        value={own === "" ? null : own}
        error={isUnknown ? "There is no such queue in this workspace" : null}
        onChange={(sid) => set(place, key, sid ?? undefined)}
        clearable={inherits}
        clearButtonProps={{ "aria-label": "Use the queue of the target above" }}
        allowDeselect={false}
        searchable
        required={!inherits}
        disabled={!mayEdit}
      />
      <FieldNote place={place} field="queue" />
    </div>
  );
}
